import type { Map as MapView } from "maplibre-gl";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Centre } from "../../api/types.ts";
import { MapPane } from "../../map/map-pane.tsx";
import { MapTools } from "../../map/map-tools.tsx";
import { addPlanLayers, point, setData } from "../../map/route-layers.ts";
import { nameOf, t } from "../../shared/language.ts";
import { boundsOf } from "../../shared/polyline.ts";
import { useTheme } from "../../shared/theme.ts";
import { bootstrap } from "../session.ts";

export interface Spot {
  lon: number;
  lat: number;
  name: string;
  /** Symbol of the map: request, leftout, collection_point, … */
  image: string;
}

interface PlaceMapProps {
  network: string | null | undefined;
  spots: readonly Spot[];
  /** Drawn apart: what is being entered. */
  chosen?: readonly [number, number] | null;
  /** Shown where there is no place yet: west, south, east, north of the roads. */
  box?: readonly [number, number, number, number] | undefined;
  /** Called with a click's position. */
  onPick?: (lon: number, lat: number) => void;
}

const CHINA: readonly [number, number] = [110, 27.5];

/** Places on our own roads; a click chooses one where that is asked for. */
export function PlaceMap({ network, spots, chosen, box, onPick }: PlaceMapProps): JSX.Element {
  const { theme } = useTheme();
  const view = useRef<MapView | null>(null);
  const first = spots[0];
  const draw = (): void => {
    const map = view.current;
    if (!map?.getSource("sites")) return;
    const shown = [...spots, ...(chosen ? [{ lon: chosen[0], lat: chosen[1], name: "", image: "request" }] : [])];
    setData(map, "sites", {
      type: "FeatureCollection",
      features: shown.map((one) => point(one.lon, one.lat, { image: one.image, name: one.name })),
    });
  };
  const fit = (): void => {
    const around = boundsOf([
      ...spots.map((one): [number, number] => [one.lon, one.lat]),
      ...(chosen ? [[chosen[0], chosen[1]] as [number, number]] : []),
    ]);
    if (around) view.current?.fitBounds(around, { padding: 40, maxZoom: 14, animate: false });
    else if (box) view.current?.fitBounds([box[0], box[1], box[2], box[3]], { padding: 8, animate: false });
  };
  const latest = useRef({ draw, fit, onPick });
  latest.current = { draw, fit, onPick };
  const where = spots.map((one) => `${one.lon},${one.lat}`).join(" ");
  useEffect(draw, [spots, chosen?.[0], chosen?.[1]]);
  useEffect(fit, [where]); // not on every drawing: the map does not jump under a click
  useEffect(() => {
    const map = view.current;
    if (map && chosen && !map.getBounds().contains([chosen[0], chosen[1]]))
      map.jumpTo({ center: [chosen[0], chosen[1]], zoom: Math.max(map.getZoom(), 12) });
  }, [chosen?.[0], chosen?.[1]]);
  return (
    <MapPane
      key={network ?? ""}
      network={network ?? "none"}
      rasterTilesUrl={bootstrap.raster_tiles_url}
      centre={first ? [first.lon, first.lat] : box ? [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] : CHINA}
      onMap={(map) => {
        view.current = map;
        map.setRenderWorldCopies(false); // a place far off would be drawn many times over
        map.on("click", (event) =>
          latest.current.onPick?.(Number(event.lngLat.lng.toFixed(6)), Number(event.lngLat.lat.toFixed(6))),
        );
      }}
      onStyle={(map) => {
        addPlanLayers(map, theme.value, []);
        latest.current.draw();
        latest.current.fit();
      }}
    >
      <MapTools view={view} onFit={fit} />
    </MapPane>
  );
}

/** Places of a sorting centre on its roads; the centre itself where there are none. */
export function CentreMap({ centre, spots }: { centre: Centre; spots: readonly Spot[] }): JSX.Element {
  const alone: Spot = { lon: centre.lon, lat: centre.lat, name: nameOf(centre), image: "centre" };
  return (
    <section class="work-map" aria-label={t("board-map")}>
      <PlaceMap network={centre.network} spots={spots.length ? spots : [alone]} />
    </section>
  );
}
