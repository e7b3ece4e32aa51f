import type { Map as MapView } from "maplibre-gl";
import { useEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";
import { MapPane } from "../../map/map-pane.tsx";
import { MapTools } from "../../map/map-tools.tsx";
import { addPlanLayers, EMPTY, point, setData } from "../../map/route-layers.ts";
import { boundsOf } from "../../shared/polyline.ts";
import { theme } from "../../shared/theme.ts";
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
  /** Called with a click's position. */
  onPick?: (lon: number, lat: number) => void;
}

const CHINA: readonly [number, number] = [110, 27.5];

/** Places on our own roads; a click chooses one where that is asked for. */
export function PlaceMap({ network, spots, chosen, onPick }: PlaceMapProps): JSX.Element {
  const view = useRef<MapView | null>(null);
  const first = spots[0];
  const draw = (): void => {
    const map = view.current;
    if (!map?.getSource("sites")) return;
    setData(map, "sites", { type: "FeatureCollection", features: spots.map((one) => point(one.lon, one.lat, { image: one.image, name: one.name })) });
    setData(map, "leftout", chosen ? { type: "FeatureCollection", features: [point(chosen[0], chosen[1], { request: "" })] } : EMPTY);
  };
  const fit = (): void => {
    const box = boundsOf([...spots.map((one): [number, number] => [one.lon, one.lat]), ...(chosen ? [[chosen[0], chosen[1]] as [number, number]] : [])]);
    if (box) view.current?.fitBounds(box, { padding: 40, maxZoom: 14, animate: false });
  };
  const latest = useRef({ draw, fit, onPick });
  latest.current = { draw, fit, onPick };
  useEffect(draw, [spots, chosen?.[0], chosen?.[1]]);
  useEffect(fit, [spots]);
  return (
    <MapPane key={network ?? ""} network={network ?? "none"} rasterTilesUrl={bootstrap.raster_tiles_url} centre={first ? [first.lon, first.lat] : CHINA}
      onMap={(map) => {
        view.current = map;
        map.on("click", (event) => latest.current.onPick?.(Number(event.lngLat.lng.toFixed(6)), Number(event.lngLat.lat.toFixed(6))));
      }}
      onStyle={(map) => {
        addPlanLayers(map, theme.value, []);
        latest.current.draw();
        latest.current.fit();
      }}>
      <MapTools view={view} onFit={fit} />
    </MapPane>
  );
}
