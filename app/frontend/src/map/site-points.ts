import type { FeatureCollection } from "geojson";
import type { PickupRequest, Site } from "../api/types.ts";
import { nameOf } from "../shared/language.ts";
import { point } from "./route-layers.ts";

const IMAGES: Readonly<Record<string, string>> = {
  sorting_centre: "centre",
  collection_point: "collection_point",
  institution: "institution",
  household: "household",
  township_point: "collection_point",
  village_point: "collection_point",
  dismantler: "dismantler",
  facility: "unload",
};

export function sitePoints(sites: readonly Site[]): FeatureCollection {
  const features = sites.map((site) =>
    point(site.lon, site.lat, { image: IMAGES[site.kind] ?? "collection_point", name: nameOf(site), ref: site.ref }),
  );
  return { type: "FeatureCollection", features };
}

/** Today's requests as they wait to be planned. */
export function requestPoints(requests: readonly PickupRequest[]): FeatureCollection {
  const features = requests.flatMap((request) =>
    request.lon === null || request.lat === null
      ? []
      : [point(request.lon, request.lat, { image: "request", name: request.name, ref: request.ref })],
  );
  return { type: "FeatureCollection", features };
}
