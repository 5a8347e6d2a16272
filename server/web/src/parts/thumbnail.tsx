// A picture of a finished model, or what stands for it.
import { useState } from "preact/hooks";
import type { Generation } from "../types";

export function Thumbnail({ generation }: { generation: Generation }) {
  const [missing, setMissing] = useState(false);
  const url = missing ? null : generation.thumbnail_url;
  return (
    <div class="thumbnail">
      {url ? (
        <img src={url} alt="" loading="lazy" onError={() => setMissing(true)} />
      ) : (
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 3 4.5 7.2v9.6L12 21l7.5-4.2V7.2zM4.5 7.2 12 11.5l7.5-4.3M12 11.5V21" />
        </svg>
      )}
    </div>
  );
}
