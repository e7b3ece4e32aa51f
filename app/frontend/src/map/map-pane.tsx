import type { Map as MapView } from "maplibre-gl";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Theme } from "../shared/colours.ts";
import { language, t } from "../shared/language.ts";
import { useTheme } from "../shared/theme.ts";
import { baseStyle, FONTS } from "./base-style.ts";

export interface MapPaneProps {
  network: string;
  rasterTilesUrl: string | null;
  centre: readonly [number, number];
  /** Fetch tiles through the page, for the driver's service worker to keep. */
  offline?: boolean;
  /** Shown instead where this device cannot draw a map. */
  fallback?: ComponentChildren;
  /** Called once the style is there, and again after every change of theme: add sources and layers here. */
  onStyle: (map: MapView) => void;
  /** Called once: add handlers here; return nothing. */
  onMap?: (map: MapView) => void;
  children?: ComponentChildren;
}

/** A map on our own roads. Without WebGL it says so, and the page goes on without it. */
export function MapPane(props: MapPaneProps): JSX.Element {
  const { theme } = useTheme();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<MapView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [state, setState] = useState<"opening" | "open" | "refused">("opening");

  useEffect(() => {
    let gone = false;
    const opening = async (): Promise<void> => {
      const { MapView, hasWebGl, fetchThroughPage } = await import("./setup.ts");
      if (!hasWebGl()) return setState("refused");
      if (latest.current.offline) await fetchThroughPage();
      if (gone || !box.current) return;
      const map = new MapView({
        container: box.current,
        style: styleOf(latest.current, theme.value),
        center: [...latest.current.centre],
        zoom: 10,
        attributionControl: { compact: false },
        boxZoom: false,
        dragRotate: false,
        pitchWithRotate: false,
        touchPitch: false,
        maxPitch: 0,
        fadeDuration: 0,
        localIdeographFontFamily: FONTS.join(","),
        locale: {
          "AttributionControl.ToggleAttribution": t("map-attribution"),
          "Map.Title": t("board-map"),
          "Popup.Close": t("dialog-close"),
        },
      });
      map.touchZoomRotate.disableRotation();
      map.keyboard.disableRotation();
      view.current = map;
      map.on("style.load", () => {
        latest.current.onStyle(map);
        setState("open");
      });
      // For the browser tests and for print: the map says when nothing is left to draw.
      map.on("idle", () => box.current?.setAttribute("data-idle", "true"));
      map.on("movestart", () => box.current?.removeAttribute("data-idle"));
      latest.current.onMap?.(map);
    };
    opening().catch(() => setState("refused"));
    return () => {
      gone = true;
      view.current?.remove();
      view.current = null;
    };
  }, []);

  const drawn = useRef(theme.value);
  useEffect(() => {
    if (drawn.current === theme.value) return;
    drawn.current = theme.value;
    view.current?.setStyle(styleOf(latest.current, theme.value), { diff: false });
  }, [theme.value]);

  return (
    <div class="map-pane">
      <div class="map-box" ref={box} data-map={state} />
      {state === "refused" && (props.fallback ?? <p class="map-refused">{t("map-refused")}</p>)}
      {state !== "refused" && props.children}
    </div>
  );
}

function styleOf(props: MapPaneProps, theme: Theme): ReturnType<typeof baseStyle> {
  const { network, rasterTilesUrl, offline } = props;
  return baseStyle({
    network,
    rasterTilesUrl,
    theme,
    language,
    ...(offline ? { scheme: "kept://" } : {}),
  });
}
