// A model to turn. The viewer itself is loaded when the first model is shown.
import { createElement } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface ViewerProps {
  src: string;
  /** What it shows, for who does not see it. */
  alt: string;
}

let loaded: Promise<unknown> | null = null;

export function Viewer({ src, alt }: ViewerProps) {
  const [state, setState] = useState<"loading" | "shown" | "failed">("loading");
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let here = true;
    loaded ??= import("../viewer");
    loaded.catch(() => here && setState("failed"));
    const viewer = place.current?.querySelector("model-viewer");
    const shown = () => setState("shown");
    const failed = () => setState("failed");
    viewer?.addEventListener("load", shown);
    viewer?.addEventListener("error", failed);
    return () => {
      here = false;
      viewer?.removeEventListener("load", shown);
      viewer?.removeEventListener("error", failed);
    };
  }, []);
  useEffect(() => setState("loading"), [src]);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return (
    <div class="viewer" ref={place} data-state={state}>
      {createElement("model-viewer", {
        src,
        alt,
        "camera-controls": true,
        "touch-action": "pan-y",
        "interaction-prompt": "none",
        "shadow-intensity": "0.6",
        "shadow-softness": "1",
        "tone-mapping": "neutral",
        "camera-orbit": "30deg 78deg 105%",
        ...(still ? {} : { "auto-rotate": true, "auto-rotate-delay": "600", "rotation-per-second": "18deg" }),
        // Without its own progress bar.
      }, <span slot="progress-bar" hidden />)}
      {state === "loading" && <p class="over">Loading the model…</p>}
      {state === "failed" && (
        <p class="over">This browser cannot show the model (it needs WebGL). The files can be downloaded all the same.</p>
      )}
    </div>
  );
}
