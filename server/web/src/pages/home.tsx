// What a visitor sees: what it does, models to turn, and what it costs.
import { useEffect, useState } from "preact/hooks";
import { useGet } from "../hooks";
import { Screen, Trouble } from "../parts/screen";
import { Table } from "../parts/table";
import { Viewer } from "../parts/viewer";
import { DETAIL, priceOf } from "../prices";
import { SERVICE, useSession } from "../session";
import type { Package, Prices } from "../types";
import { credits, lasting, modelName } from "../words";
import chairModel from "../examples/chair.glb";
import chairPhoto from "../examples/chair.jpg";
import chairPicture from "../examples/chair.png";
import flamingoModel from "../examples/flamingo.glb";
import flamingoPhoto from "../examples/flamingo.jpg";
import flamingoPicture from "../examples/flamingo.png";
import mushroomModel from "../examples/mushroom.glb";
import mushroomPhoto from "../examples/mushroom.jpg";
import mushroomPicture from "../examples/mushroom.png";
import teapotModel from "../examples/teapot.glb";
import teapotPhoto from "../examples/teapot.jpg";
import teapotPicture from "../examples/teapot.png";
import type { PageProps } from "./index";

interface Example {
  name: string;
  photo: string;
  model: string;
  /** Of the model. */
  picture: string;
}

const FIRST: Example = { name: "teapot", photo: teapotPhoto, model: teapotModel, picture: teapotPicture };
const EXAMPLES: Example[] = [
  FIRST,
  { name: "flamingo", photo: flamingoPhoto, model: flamingoModel, picture: flamingoPicture },
  { name: "chair", photo: chairPhoto, model: chairModel, picture: chairPicture },
  { name: "mushroom", photo: mushroomPhoto, model: mushroomModel, picture: mushroomPicture },
];

export function Home({ place }: PageProps) {
  const { session } = useSession();
  useEffect(() => {
    if (location.hash === "#prices") document.getElementById("prices")?.scrollIntoView();
  }, []);
  return (
    <Screen title="A photo in, a 3D model out" place={place}>
      <div class="lead">
        <p>
          {SERVICE.name} cuts the object out of one picture, guesses the sides that the camera did not see, and writes a
          watertight mesh: GLB, OBJ, STL and PLY.
        </p>
        <p class="buttons">
          <a class="button" href={session ? "/create" : "/signin"}>{session ? "Make a model" : "Sign in and make one"}</a>
          <a class="button quiet" href="#prices">What it costs</a>
        </p>
      </div>
      <Gallery />
      <section aria-labelledby="how">
        <h2 id="how">How it works</h2>
        <ol class="steps">
          <li><h3>Choose a photo</h3><p>One object, all of it in the picture. PNG, JPEG or WebP.</p></li>
          <li><h3>Check the cut-out</h3><p>See what will be modelled before you pay, and correct it where it is wrong.</p></li>
          <li><h3>Turn and download</h3><p>Watch the stages go by. If a run fails, its credits come back by themselves.</p></li>
        </ol>
      </section>
      <PriceList />
    </Screen>
  );
}

function Gallery() {
  const [shown, setShown] = useState(FIRST);
  return (
    <section aria-labelledby="gallery" class="gallery">
      <h2 id="gallery" class="unseen">Examples</h2>
      <div class="stage">
        <figure>
          <img src={shown.photo} width="512" height="512" alt={`The photo of a ${shown.name} that was sent`} />
          <figcaption>The photo</figcaption>
        </figure>
        <figure>
          <Viewer src={shown.model} poster={shown.picture} alt={`The model of a ${shown.name} that was made of it`} />
          <figcaption>The model. Drag it, or use the arrow keys</figcaption>
        </figure>
      </div>
      <div class="choices" role="group" aria-label="Examples">
        {EXAMPLES.map((example) => (
          <button key={example.name} type="button" aria-pressed={example === shown} onClick={() => setShown(example)}>
            <span class="pair">
              <img src={example.photo} width="72" height="72" alt="" />
              <img src={example.picture} width="72" height="72" alt="" />
            </span>
            <span>{example.name}</span>
          </button>
        ))}
      </div>
      <p class="muted small">
        Made by the built-in model, none chosen among several attempts or touched up. The pictures are renderings, so they
        are easier than most photos. <a href="/examples">More about the examples</a>
      </p>
    </section>
  );
}

function PriceList() {
  const packages = useGet<{ data: Package[] }>("/v1/packages");
  const prices = useGet<Prices>("/v1/prices");
  const all = prices.value ? pricesOf(prices.value) : [];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return (
    <section aria-labelledby="prices" class="prices">
      <h2 id="prices">What it costs</h2>
      {prices.value && (
        <>
          <p>
            A model costs {least < most && `${least} to `}{credits(most)}. You pay as you go: no subscription, no trial that turns
            into one. Credits last {lasting(prices.value.lifetime_months)}.
          </p>
          {least < most && <ByChoice prices={prices.value} />}
        </>
      )}
      <Trouble error={packages.error ?? prices.error} />
      <ul class="packages">
        {packages.value?.data.map((one) => (
          <li key={one.id}>
            <h3>{one.name}</h3>
            <p class="amount">{one.price}</p>
            <p class="muted">
              {credits(one.credits)}
              {one.credits >= least && `, ${least < most ? "up to " : ""}${Math.floor(one.credits / least)} models`}
            </p>
          </li>
        ))}
      </ul>
      <p class="muted small">
        Sales are final; what that means, and what comes back when a run fails, is in the <a href="/policy">refund policy</a>.
      </p>
    </section>
  );
}

/** Every price of what can be chosen. */
const pricesOf = (prices: Prices): number[] => prices.models.flatMap((model) => DETAIL.map(([detail]) => priceOf(prices, model, detail)));

/** What is charged for each model at each detail. */
function ByChoice({ prices }: { prices: Prices }) {
  return (
    <Table<string> caption="Credits for a model, by what makes it and its detail" rows={prices.models} id={(model) => model} columns={[
      { name: "Made by", cell: modelName },
      ...DETAIL.map(([detail, words]) => ({
        name: words,
        number: true,
        cell: (model: string) => priceOf(prices, model, detail),
      })),
    ]} />
  );
}
