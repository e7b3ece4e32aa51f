import type { Map as MapView } from "maplibre-gl";
import type { StudyMapProps } from "./study-layers.ts";

/** A click opens or closes a point, a drag moves an open one; the list beside the map does the same by keyboard. */
export function addDragging(map: MapView, latest: { current: StudyMapProps }): void {
  map.on("mouseenter", "columns", () => {
    map.getCanvas().style.cursor = "pointer";
  });
  map.on("mouseleave", "columns", () => {
    map.getCanvas().style.cursor = "";
  });
  map.on("mousedown", "columns", (event) => {
    const feature = event.features?.[0];
    if (!feature || !latest.current.shown) return;
    event.preventDefault();
    const column = Number(feature.properties.column);
    const from = event.point;
    map.once("mouseup", (end) => {
      if (Math.hypot(end.point.x - from.x, end.point.y - from.y) < 5) latest.current.onToggle?.(column);
      else if (feature.properties.open) latest.current.onMove?.(column, [end.lngLat.lng, end.lngLat.lat]);
    });
  });
}
