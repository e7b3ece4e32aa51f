/** Kinds of sites, in the order in which the form offers them. */
export const KINDS = [
  "sorting_centre",
  "collection_point",
  "township_point",
  "village_point",
  "institution",
  "household",
  "dismantler",
  "facility",
] as const;

/** Their symbols on the map; the others have that of a collection point. */
export const IMAGES: Readonly<Record<string, string>> = {
  sorting_centre: "centre",
  institution: "institution",
  household: "household",
  dismantler: "dismantler",
  facility: "unload",
};

/** Kinds of load that a site may accept. */
export const LOADS = ["appliance", "battery", "recyclable", "vehicle"] as const;

/** Kinds at which trucks unload. */
export const UNLOADING: readonly string[] = ["sorting_centre", "dismantler", "facility"];
