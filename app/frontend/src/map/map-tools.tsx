import type { Map as MapView } from "maplibre-gl";
import type { JSX, RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../shared/icons.tsx";
import type { Word } from "../shared/language.ts";
import { t } from "../shared/language.ts";
import { BASE_LAYERS } from "./base-style.ts";
import { CLOSURE_LAYERS } from "./closure-layers.ts";

interface MapToolsProps {
  view: RefObject<MapView | null>;
  onFit: () => void;
  /** Whether the choice of layers is offered. */
  layers?: boolean;
}

const SITE_LAYERS = ["sites", "leftout"];

/** Fit, zoom and what the map shows. */
export function MapTools({ view, onFit, layers = true }: MapToolsProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const [off, setOff] = useState<ReadonlySet<string>>(new Set());
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const close = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    addEventListener("pointerdown", close);
    return () => removeEventListener("pointerdown", close);
  }, [open]);
  const toggle = (name: string, layers: readonly string[]): void => {
    const next = new Set(off);
    const show = next.delete(name);
    if (!show) next.add(name);
    setOff(next);
    for (const layer of layers) {
      if (view.current?.getLayer(layer)) view.current.setLayoutProperty(layer, "visibility", show ? "visible" : "none");
    }
  };
  const raster = view.current?.getLayer("raster");
  return (
    <div
      class="map-tools"
      ref={box}
      onKeyDown={(event) => {
        if (event.key === "Escape" && open) {
          event.stopPropagation();
          setOpen(false);
        }
      }}
    >
      <button type="button" class="icon-only" onClick={onFit} aria-label={t("map-fit")} title={t("map-fit")}>
        <Icon name="fit" />
      </button>
      <button
        type="button"
        class="icon-only"
        onClick={() => view.current?.zoomIn()}
        aria-label={t("map-zoomIn")}
        title={t("map-zoomIn")}
      >
        +
      </button>
      <button
        type="button"
        class="icon-only"
        onClick={() => view.current?.zoomOut()}
        aria-label={t("map-zoomOut")}
        title={t("map-zoomOut")}
      >
        −
      </button>
      {layers && (
        <button
          type="button"
          class="icon-only"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          aria-label={t("map-layers")}
          title={t("map-layers")}
        >
          <Icon name="layers" />
        </button>
      )}
      {open && (
        <fieldset class="map-layers">
          <legend>{t("map-layers")}</legend>
          <LayerTick word="map-roads" on={!off.has("roads")} onToggle={() => toggle("roads", BASE_LAYERS.roads)} />
          <LayerTick word="map-names" on={!off.has("names")} onToggle={() => toggle("names", BASE_LAYERS.names)} />
          <LayerTick word="map-sites" on={!off.has("sites")} onToggle={() => toggle("sites", SITE_LAYERS)} />
          <LayerTick
            word="map-closures"
            on={!off.has("closures")}
            onToggle={() => toggle("closures", CLOSURE_LAYERS)}
          />
          {raster && (
            <LayerTick word="map-raster" on={off.has("raster")} onToggle={() => rasterOn(view.current, off, setOff)} />
          )}
        </fieldset>
      )}
    </div>
  );
}

/** The raster starts hidden: our own roads are what the plan was computed on. */
function rasterOn(map: MapView | null, off: ReadonlySet<string>, setOff: (next: ReadonlySet<string>) => void): void {
  const next = new Set(off);
  const shown = next.delete("raster");
  if (!shown) next.add("raster");
  setOff(next);
  map?.setLayoutProperty("raster", "visibility", shown ? "none" : "visible");
}

function LayerTick({ word, on, onToggle }: { word: Word; on: boolean; onToggle: () => void }): JSX.Element {
  return (
    <label>
      <input type="checkbox" checked={on} onChange={onToggle} /> {t(word)}
    </label>
  );
}
