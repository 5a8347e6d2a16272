// The 3D viewer, as much of it as the page uses: no augmented reality, no annotations, no animation. A chunk of its own.
// @ts-nocheck: the viewer's mixins have no types that compile under `exactOptionalPropertyTypes`.
import ModelViewerElementBase from "@google/model-viewer/lib/model-viewer-base.js";
import { ControlsMixin } from "@google/model-viewer/lib/features/controls.js";
import { EnvironmentMixin } from "@google/model-viewer/lib/features/environment.js";
import { LoadingMixin } from "@google/model-viewer/lib/features/loading.js";
import { StagingMixin } from "@google/model-viewer/lib/features/staging.js";
// The build takes it out of the template, where a strict Content-Security-Policy refuses it.
import { sheet } from "@google/model-viewer/lib/template.js";

class Viewer extends StagingMixin(EnvironmentMixin(ControlsMixin(LoadingMixin(ModelViewerElementBase)))) {
  static styles = [sheet];
  // The scene asks for them; they are properties of a mixin that is left out.
  orientation = "0 0 0";
  scale = "1 1 1";
}
customElements.define("model-viewer", Viewer);
