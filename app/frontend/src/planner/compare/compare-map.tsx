import type { Map as MapView } from "maplibre-gl";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Plan } from "../../api/types.ts";
import { MapPane } from "../../map/map-pane.tsx";
import { addPlanLayers, point, routeLines, setData, stopPoints } from "../../map/route-layers.ts";
import { routeColour } from "../../shared/colours.ts";
import { boundsOf } from "../../shared/polyline.ts";
import { useTheme } from "../../shared/theme.ts";
import { numbersOf } from "../plan/stops.ts";
import { bootstrap } from "../session.ts";

/** One plan on a map of its own, to be seen beside another. */
export function CompareMap({ plan }: { plan: Plan }): JSX.Element {
  const { theme } = useTheme();
  const view = useRef<MapView | null>(null);
  const draw = (): void => {
    const map = view.current;
    if (!map?.getSource("routes")) return;
    setData(map, "routes", routeLines(plan.routes, theme.value));
    setData(map, "stops", stopPoints(plan.routes, theme.value, numbersOf));
    setData(map, "centre", { type: "FeatureCollection", features: [point(plan.centre.lon, plan.centre.lat, {})] });
    const left = plan.unassigned.flatMap((one) =>
      one.lon === null || one.lat === null ? [] : [point(one.lon, one.lat, { request: one.request })],
    );
    setData(map, "leftout", { type: "FeatureCollection", features: left });
  };
  const latest = useRef(draw);
  latest.current = draw;
  useEffect(draw, [plan]);
  return (
    <MapPane
      network={plan.network}
      rasterTilesUrl={bootstrap.raster_tiles_url}
      centre={[plan.centre.lon, plan.centre.lat]}
      onMap={(map) => (view.current = map)}
      onStyle={(map) => {
        addPlanLayers(
          map,
          theme.value,
          Array.from({ length: 10 }, (_, index) => routeColour(index + 1, theme.value)),
        );
        latest.current();
        const spots = plan.routes
          .flatMap((route) => route.visits)
          .flatMap((visit): [number, number][] =>
            visit.lon === null || visit.lat === null ? [] : [[visit.lon, visit.lat]],
          );
        const box = boundsOf([[plan.centre.lon, plan.centre.lat], ...spots]);
        if (box) map.fitBounds(box, { padding: 32, maxZoom: 14, animate: false });
      }}
    />
  );
}
