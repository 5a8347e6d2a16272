// A photo, its cut-out before anything is paid, and the button that takes the credits.
import { useEffect, useRef, useState } from "preact/hooks";
import { attempt, message, post, Problem, send } from "../api";
import { useGet, useTask } from "../hooks";
import { Choice } from "../parts/field";
import { Cutout, type CutoutState } from "../parts/cutout";
import { Dropzone } from "../parts/dropzone";
import { Notice, Screen, Trouble } from "../parts/screen";
import { go } from "../router";
import type { Balance, Generation, Prices } from "../types";
import { credits } from "../words";
import type { PageProps } from "./index";

const DETAIL = [
  ["128", "Coarse, quick"],
  ["256", "Normal"],
  ["384", "Fine"],
] as const;
type Detail = (typeof DETAIL)[number][0];

/** How long choices settle before the server is asked for another cut-out, ms. */
const SETTLE = 250;

export function Create({ place }: PageProps) {
  const [photo, setPhoto] = useState<File | null>(null);
  const [mask, setMask] = useState<File | null>(null);
  const [keepBackground, setKeepBackground] = useState(false);
  const [detail, setDetail] = useState<Detail>("256");
  const cutout = useCutout(photo, mask, keepBackground);
  const prices = useGet<Prices>("/v1/prices");
  const balance = useGet<Balance>("/v1/credits");
  const { busy, error, run } = useTask();
  // The same photo sent twice, because an answer was lost, is one generation.
  const name = useRef(attempt());
  useEffect(() => {
    name.current = attempt();
  }, [photo, mask, keepBackground, detail]);

  const cost = prices.value && priceOf(prices.value, Number(detail));
  const short = cost !== null && balance.value !== null && balance.value.available < cost;
  const choose = (file: File) => {
    setPhoto(file);
    setMask(null);
    setKeepBackground(false);
  };
  const generate = () =>
    run(async () => {
      if (!photo) return;
      const form = fields(photo, mask, keepBackground);
      form.set("resolution", detail);
      try {
        const generation = await post<Generation>("/v1/generations", form, name.current);
        go(`/models/${generation.id}`);
      } catch (error) {
        // Whatever was refused was not done: another press is another attempt.
        if (error instanceof Problem && error.status > 0) name.current = attempt();
        throw error;
      }
    });

  return (
    <Screen title="Make a model" place={place}>
      <div class="create">
        <div class="pictures">
          <Dropzone photo={photo} choose={choose} />
          {photo && <Cutout state={cutout} photo={photo} />}
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

function fields(photo: File, mask: File | null, keepBackground: boolean): FormData {
  const form = new FormData();
  form.set("image", photo);
  if (mask) form.set("mask", mask);
  if (keepBackground) form.set("keep_background", "true");
  return form;
}

/** The first rule that fits counts; rules of one model are not about the server's own choice. */
function priceOf(prices: Prices, resolution: number): number {
  const rule = prices.rules.find((rule) => rule.model === null && (rule.resolution_from ?? 0) <= resolution);
  return rule?.credits ?? prices.default;
}

/** What will be modelled, as the server cuts it out; it costs nothing. */
function useCutout(photo: File | null, mask: File | null, keepBackground: boolean): CutoutState {
  const [state, setState] = useState<CutoutState>({ kind: "none" });
  useEffect(() => {
    if (!photo) return;
    let url: string | null = null;
    let here = true;
    setState({ kind: "asking" });
    const timer = setTimeout(async () => {
      try {
        const answer = await send("POST", "/v1/cutouts", fields(photo, mask, keepBackground));
        const picture = await answer.blob();
        if (!here) return;
        url = URL.createObjectURL(picture);
        setState({ kind: "shown", url });
      } catch (error) {
        if (!here) return;
        const without = error instanceof Problem && error.status === 404;
        setState(without ? { kind: "none" } : { kind: "failed", why: message(error) });
      }
    }, SETTLE);
    return () => {
      here = false;
      clearTimeout(timer);
      if (url) URL.revokeObjectURL(url);
    };
  }, [photo, mask, keepBackground]);
  return state;
}
