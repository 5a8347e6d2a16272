// Where a photo is dropped, pasted or chosen.
import { useEffect, useRef, useState } from "preact/hooks";

const TYPES = ["image/png", "image/jpeg", "image/webp"];

/** An address for a file, as long as it is shown. */
export function useUrl(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return setUrl(null);
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}

export function Dropzone({ photo, choose }: { photo: File | null; choose: (file: File) => void }) {
  const [over, setOver] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const url = useUrl(photo);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (!file) return;
    if (TYPES.includes(file.type)) {
      setWrong(null);
      choose(file);
    } else {
      setWrong(`${file.name} is not a PNG, JPEG or WebP picture.`);
    }
  };
  useEffect(() => {
    const paste = (event: ClipboardEvent) => take(event.clipboardData?.files);
    addEventListener("paste", paste);
    return () => removeEventListener("paste", paste);
  });
  return (
    <div class={over ? "dropzone over" : "dropzone"}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer?.files); }}>
      {url && <img src={url} alt="The photo that you chose" />}
      <div class="invitation">
        {!photo && <p class="large-text">Drop a photo here</p>}
        {!photo && <p class="muted">or paste one, or</p>}
        <input ref={input} id="photo" class="unseen" type="file" accept={TYPES.join(",")} onChange={(event) => take(event.currentTarget.files)} />
        <label for="photo" class="button quiet">{photo ? "Choose another photo" : "Choose a photo"}</label>
        {wrong && <p class="danger" role="alert">{wrong}</p>}
      </div>
    </div>
  );
}
