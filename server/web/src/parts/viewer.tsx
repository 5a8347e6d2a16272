// A model to turn. The viewer itself is loaded when the first model is shown.
import { createElement } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface ViewerProps {
  src: string;
  /** What it shows, for who does not see it. */
  alt: string;
  /** A picture of the model, for as long as it is not there, and where it cannot be shown. */
  poster?: string | null;
}

let loaded: Promise<unknown> | null = null;

/** The viewer would wait for ever where it cannot draw. */
function load(): Promise<unknown> {
  const drawing = document.createElement("canvas").getContext("webgl2");
  return drawing ? import("../viewer") : Promise.reject(new Error("there is no WebGL"));
}

export function Viewer({ src, alt, poster }: ViewerProps) {
  const [state, setState] = useState<"loading" | "shown" | "failed">("loading");
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let here = true;
    loaded ??= load();
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
      {state !== "shown" && (
        <div class="over">
          {poster && <img src={poster} alt={state === "failed" ? alt : ""} />}
          <p>{state === "loading" ? "Loading the model…" : "This browser cannot turn the model: it needs WebGL."}</p>
        </div>
      )}
    </div>
  );
}
