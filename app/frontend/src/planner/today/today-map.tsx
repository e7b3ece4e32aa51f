import type { Map as MapView } from "maplibre-gl";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Centre, Closure, PickupRequest, Site } from "../../api/types.ts";
import { closureLines } from "../../map/closure-layers.ts";
import { MapPane } from "../../map/map-pane.tsx";
import { MapTools } from "../../map/map-tools.tsx";
import { addPlanLayers, point, setData } from "../../map/route-layers.ts";
import { requestPoints, sitePoints } from "../../map/site-points.ts";
import { boundsOf } from "../../shared/polyline.ts";
import { useTheme } from "../../shared/theme.ts";
import { closureShapes } from "../elements/closures.ts";
import { Legend } from "../elements/legend.tsx";
import { bootstrap } from "../session.ts";

interface TodayMapProps {
  centre: Centre;
  sites: readonly Site[];
  requests: readonly PickupRequest[];
  closures: readonly Closure[];
}

/** The sorting centre, its sites, what waits to be fetched, and which roads are closed. */
export function TodayMap({ centre, sites, requests, closures }: TodayMapProps): JSX.Element {
  const { theme } = useTheme();
  const view = useRef<MapView | null>(null);
  const draw = (): void => {
    const map = view.current;
    if (!map?.getSource("sites")) return;
    setData(map, "centre", { type: "FeatureCollection", features: [point(centre.lon, centre.lat, {})] });
    setData(map, "sites", sitePoints(sites));
    setData(map, "requests", requestPoints(requests));
    setData(map, "closures", closureLines(closures));
  };
  const fit = (): void => {
    const spots = requests.flatMap((one): [number, number][] =>
      one.lon === null || one.lat === null ? [] : [[one.lon, one.lat]],
    );
    const box = boundsOf([
      [centre.lon, centre.lat],
      ...spots,
      ...(spots.length ? [] : sites.map((one): [number, number] => [one.lon, one.lat])),
    ]);
    if (box) view.current?.fitBounds(box, { padding: 40, maxZoom: 14, animate: false });
  };
  const latest = useRef({ draw, fit });
  latest.current = { draw, fit };
  useEffect(() => {
    draw();
    fit();
  }, [sites, requests]);
  useEffect(draw, [closures]);
  return (
    <MapPane
      network={centre.network ?? "sample"}
      rasterTilesUrl={bootstrap.raster_tiles_url}
      centre={[centre.lon, centre.lat]}
      onMap={(map) => (view.current = map)}
      onStyle={(map) => {
        addPlanLayers(map, theme.value, []);
        latest.current.draw();
        latest.current.fit();
      }}
    >
      <MapTools view={view} onFit={fit} />
      <Legend shapes={["centre", "point", "institution", "unload", "request", ...closureShapes(closures)]} />
    </MapPane>
  );
}
