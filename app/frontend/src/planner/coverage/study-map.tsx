import type { Map as MapView } from "maplibre-gl";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { MapPane } from "../../map/map-pane.tsx";
import { MapTools } from "../../map/map-tools.tsx";
import { setData } from "../../map/route-layers.ts";
import { boundsOf } from "../../shared/polyline.ts";
import { useTheme } from "../../shared/theme.ts";
import { bootstrap } from "../session.ts";
import { BandLegend } from "./band-legend.tsx";
import { addDragging } from "./move-points.ts";
import { addLayers, columnPoints, demandPoints, type StudyMapProps } from "./study-layers.ts";
import { pointsOf } from "./types.ts";

/** Demand by how far its point is, points open, candidate and existing; open points can be dragged. */
export function StudyMap(props: StudyMapProps): JSX.Element {
  const { theme } = useTheme();
  const { study, shown } = props;
  const view = useRef<MapView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const draw = (): void => {
    const map = view.current;
    if (!map?.getSource("demand")) return;
    setData(map, "demand", demandPoints(latest.current));
    setData(map, "columns", columnPoints(latest.current));
  };
  const fit = (): void => {
    const box = boundsOf([...study.content.places, ...pointsOf(study.content)]);
    if (box)
      view.current?.fitBounds(box, {
        padding: { top: 50, left: 40, right: 60, bottom: 80 },
        maxZoom: 14,
        animate: false,
      });
  };
  useEffect(draw, [shown]);
  return (
    <MapPane
      network={study.network}
      rasterTilesUrl={bootstrap.raster_tiles_url}
      centre={study.content.places[0] ?? [0, 0]}
      onMap={(map) => {
        view.current = map;
        if (props.onMove) addDragging(map, latest);
      }}
      onStyle={(map) => {
        addLayers(map, theme.value);
        draw();
        fit();
      }}
    >
      <MapTools view={view} onFit={fit} layers={false} />
      <BandLegend study={study} answer={props.answer} />
    </MapPane>
  );
}
