// What stands around every page: the way around, and whom to write to.
import type { ComponentChildren } from "preact";
import type { Place } from "../router";
import { SERVICE, useSession } from "../session";

function Link({ place, to, children }: { place: Place; to: string; children: ComponentChildren }) {
  const inside = place.path === to || place.path.startsWith(`${to}/`);
  return (
    <li>
      <a href={to} aria-current={inside ? "page" : undefined}>
        {children}
      </a>
    </li>
  );
}

export function Frame({ place, children }: { place: Place; children: ComponentChildren }) {
  const { session } = useSession();
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href="/">
          {SERVICE.name}
        </a>
        <nav aria-label="Main">
          <ul>
            {session ? (
              <>
                <Link place={place} to="/create">Create</Link>
                <Link place={place} to="/models">Models</Link>
                <Link place={place} to="/credits">Credits</Link>
                <Link place={place} to="/cases">Cases</Link>
                <Link place={place} to="/account">Account</Link>
                {session.account.role === "operator" && <Link place={place} to="/operator">Operator</Link>}
              </>
            ) : (
              <>
                <li><a href="/examples">Examples</a></li>
                <li><a href="/#prices">Prices</a></li>
                <Link place={place} to="/signin">Sign in</Link>
              </>
            )}
          </ul>
        </nav>
      </header>
      <main id="main">{children}</main>
      <footer class="bottom">
        <p>
          Questions, or something went wrong? Write to <a href={`mailto:${SERVICE.contact}`}>{SERVICE.contact}</a>.
        </p>
        <ul>
          <li><a href="/examples">Examples</a></li>
          <li><a href="/policy">Refund policy</a></li>
          <li><a href="/terms">Terms</a></li>
          <li><a href={SERVICE.licences}>Licences</a></li>
        </ul>
      </footer>
    </>
  );
}
