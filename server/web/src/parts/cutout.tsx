// What will be modelled: the photo without its background.
import { useUrl } from "./dropzone";

export type CutoutState =
  | { kind: "none" }
  | { kind: "asking" }
  | { kind: "shown"; url: string }
  | { kind: "failed"; why: string };

export function Cutout({ state, photo }: { state: CutoutState; photo: File }) {
  const plain = useUrl(photo);
  return (
    <figure class="cutout" aria-busy={state.kind === "asking"}>
      <div class="checkered">
        {state.kind === "shown" && <img src={state.url} alt="The object as it was cut out" />}
        {state.kind === "none" && plain && <img src={plain} alt="The photo" />}
        {state.kind === "asking" && <p class="muted">Cutting out…</p>}
        {state.kind === "failed" && <p class="danger">{state.why}</p>}
      </div>
      <figcaption>
        <span role="status">{state.kind === "shown" ? "This will be modelled. Looking costs nothing." : state.kind === "asking" ? "Looking for the object" : "What will be modelled"}</span>
      </figcaption>
    </figure>
  );
}
