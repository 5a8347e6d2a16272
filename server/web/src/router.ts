// Which page is shown: the address in the browser says it.
import { useEffect, useState } from "preact/hooks";

export interface Place {
  path: string;
  query: URLSearchParams;
  /** Whether somebody came here by a link in the page, so that the heading takes the focus. */
  moved: boolean;
}

const EVENT = "oneclick3d:moved";
/** What the server makes itself, or what is no page. */
const ELSEWHERE = ["/v1/", "/assets/", "/policy", "/terms", "/examples", "/checkout/"];

let moved = false;

function here(): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search), moved };
}

export function go(to: string, { replace = false } = {}): void {
  moved = true;
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  dispatchEvent(new Event(EVENT));
}

/** Where to go after signing in: a page of this site and no other address. */
export const goOn = (to: string | null): void => go(to && /^\/[a-z]/.test(to) ? to : "/create", { replace: true });

/** Follows links within the page without loading it again. */
function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (ELSEWHERE.some((start) => link.pathname.startsWith(start))) return;
  if (link.hash && link.pathname === location.pathname) return;
  event.preventDefault();
  go(link.pathname + link.search + link.hash);
}

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const update = () => {
      moved = true;
      setPlace(here());
    };
    addEventListener("popstate", update);
    addEventListener(EVENT, update);
    document.addEventListener("click", follow);
    return () => {
      removeEventListener("popstate", update);
      removeEventListener(EVENT, update);
      document.removeEventListener("click", follow);
    };
  }, []);
  return place;
}
