// One page: its title, its heading, and what it says when something is missing.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Place } from "../router";
import { SERVICE } from "../session";

interface ScreenProps {
  title: string;
  place: Place;
  /** Above the heading. */
  back?: { to: string; label: string } | undefined;
  /** Beside the heading. */
  actions?: ComponentChildren;
  narrow?: boolean;
  children: ComponentChildren;
}

export function Screen({ title, place, back, actions, narrow, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – ${SERVICE.name}`;
  }, [title]);
  useEffect(() => {
    if (!place.moved) return;
    scrollTo(0, 0);
    // Says to a screen reader that another page is here.
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class={narrow ? "screen narrow" : "screen"}>
      {back && (
        <p class="back">
          <a href={back.to}>{back.label}</a>
        </p>
      )}
      <div class="heading">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions}
      </div>
      {children}
    </div>
  );
}

export function Notice({ kind, children }: { kind: "error" | "good" | "plain"; children: ComponentChildren }) {
  return (
    <div class={`notice ${kind}`} role={kind === "error" ? "alert" : "status"}>
      {children}
    </div>
  );
}

/** An error if there is one. */
export const Trouble = ({ error }: { error: string | null }) => (error ? <Notice kind="error">{error}</Notice> : null);

export const Loading = () => (
  <p class="muted" role="status">
    Loading…
  </p>
);

export const Empty = ({ children }: { children: ComponentChildren }) => <div class="empty">{children}</div>;

export function More({ more }: { more: (() => void) | null }) {
  if (!more) return null;
  return (
    <p>
      <button type="button" class="quiet" onClick={more}>
        Show more
      </button>
    </p>
  );
}
