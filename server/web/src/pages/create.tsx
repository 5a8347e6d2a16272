// A photo, its cut-out before anything is paid, and the button that takes the credits.
import { useEffect, useMemo, useState } from "preact/hooks";
import { message, Problem, send } from "../api";
import { useAttempt, useGet, useTask } from "../hooks";
import { Choice } from "../parts/field";
import { Cutout, type CutoutState } from "../parts/cutout";
import { Dropzone } from "../parts/dropzone";
import { Notice, Screen, Trouble } from "../parts/screen";
import { DETAIL, priceOf, type Detail } from "../prices";
import { go } from "../router";
import type { Balance, Generation, Prices } from "../types";
import { credits, modelName } from "../words";
import type { PageProps } from "./index";

/** How much of the frame the object fills, as the model sees it. */
const SIZES = [
  ["0.65", "Small, with room around it"],
  ["0.85", "Normal"],
  ["1", "All of the frame"],
] as const;
type Size = (typeof SIZES)[number][0];

/** What is chosen of the photo: what the cut-out and the generation have in common. */
interface Photo {
  image: File;
  mask: File | null;
  keepBackground: boolean;
  size: Size;
}

/** How long choices settle before the server is asked for another cut-out, ms. */
const SETTLE = 250;
/** How often it is asked for one that it has no place for, and for how long it is waited each time at most, s. */
const TRIES = 5;
const PATIENCE = 10;

export function Create({ place }: PageProps) {
  const [image, setImage] = useState<File | null>(null);
  const [mask, setMask] = useState<File | null>(null);
  const [keepBackground, setKeepBackground] = useState(false);
  const [size, setSize] = useState<Size>("0.85");
  const [detail, setDetail] = useState<Detail>("256");
  const [chosen, setChosen] = useState<string | null>(null);
  const photo = useMemo<Photo | null>(() => image && { image, mask, keepBackground, size }, [image, mask, keepBackground, size]);
  const cutout = useCutout(photo);
  const prices = useGet<Prices>("/v1/prices");
  const balance = useGet<Balance>("/v1/credits");
  const { busy, error, run } = useTask();
  const models = prices.value?.models ?? [];
  const model = chosen ?? models[0];
  const make = useAttempt([photo, detail, model]);

  const cost = prices.value && priceOf(prices.value, model, detail);
  const short = cost !== null && balance.value !== null && balance.value.available < cost;
  const choose = (file: File) => {
    setImage(file);
    setMask(null);
    setKeepBackground(false);
  };
  const generate = () =>
    run(async () => {
      if (!photo) return;
      const form = fields(photo);
      form.set("resolution", detail);
      if (model) form.set("model", model);
      const generation = await make<Generation>("/v1/generations", form);
      go(`/models/${generation.id}`);
    });

  return (
    <Screen title="Make a model" place={place}>
      <div class="create">
        <div class="pictures">
          <Dropzone photo={image} choose={choose} />
          {image && <Cutout state={cutout} photo={image} />}
        </div>
        <div class="options">
          <fieldset disabled={!photo}>
            <legend>Background</legend>
            <div class="check">
              <input id="cut" type="radio" name="background" checked={!keepBackground && !mask}
                onChange={() => { setKeepBackground(false); setMask(null); }} />
              <label for="cut">Cut the object out</label>
            </div>
            <div class="check">
              <input id="keep" type="radio" name="background" checked={keepBackground && !mask}
                onChange={() => { setKeepBackground(true); setMask(null); }} />
              <label for="keep">Keep the whole picture</label>
            </div>
            <div class="field">
              <label for="mask">Or use a mask of your own</label>
              <input id="mask" type="file" accept="image/png,image/jpeg,image/webp" aria-describedby="mask-hint" key={mask ? "with" : "without"}
                onChange={(event) => { const file = event.currentTarget.files?.[0]; if (file) { setMask(file); setKeepBackground(false); } }} />
              <p id="mask-hint" class="hint">{mask ? `In use: ${mask.name}` : "White where the object is; as large as the photo."}</p>
            </div>
          </fieldset>
          {model && models.length > 1 && (
            <Choice label="Model" value={model} options={models.map((name) => [name, modelName(name)])} change={setChosen} />
          )}
          <Choice label="Size in the frame" value={size} options={SIZES} change={setSize} />
          <Choice label="Detail" value={detail} options={DETAIL} change={setDetail} />
          <Trouble error={error ?? prices.error} />
          <div class="pay">
            <button type="button" class="large" disabled={!photo || busy || cost === null} onClick={generate}>
              {busy ? "Sending…" : `Generate${cost === null ? "" : ` (${credits(cost)})`}`}
            </button>
            {balance.value && (
              <p class="muted small">
                You have {credits(balance.value.available)}. If the run fails, what it cost comes back at once.
              </p>
            )}
          </div>
          {short && (
            <Notice kind="plain">
              That is not enough for a model. <a href="/credits#buy">Buy credits</a>
            </Notice>
          )}
        </div>
      </div>
    </Screen>
  );
}

function fields({ image, mask, keepBackground, size }: Photo): FormData {
  const form = new FormData();
  form.set("image", image);
  if (mask) form.set("mask", mask);
  if (keepBackground) form.set("keep_background", "true");
  form.set("foreground_ratio", size);
  return form;
}

/** What will be modelled, as the server cuts it out; it costs nothing. */
function useCutout(photo: Photo | null): CutoutState {
  const [state, setState] = useState<CutoutState>({ kind: "none" });
  useEffect(() => {
    if (!photo) return;
    let url: string | null = null;
    let here = true;
    setState({ kind: "asking" });
    let timer: number;
    const ask = async (tries: number) => {
      try {
        const answer = await send("POST", "/v1/cutouts", fields(photo));
        const picture = await answer.blob();
        if (!here) return;
        url = URL.createObjectURL(picture);
        setState({ kind: "shown", url });
      } catch (error) {
        if (!here) return;
        const { status, retryAfter } = error instanceof Problem ? error : { status: 0, retryAfter: null };
        if (status === 429 && retryAfter !== null && retryAfter <= PATIENCE && tries > 1) {
          timer = setTimeout(ask, retryAfter * 1000, tries - 1);
        } else {
          setState(status === 404 ? { kind: "none" } : { kind: "failed", why: message(error) });
        }
      }
    };
    timer = setTimeout(ask, SETTLE, TRIES);
    return () => {
      here = false;
      clearTimeout(timer);
      if (url) URL.revokeObjectURL(url);
    };
  }, [photo]);
  return state;
}
