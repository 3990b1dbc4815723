/** GeoJSON outlines, in the winding order that d3 expects (outer rings clockwise, unlike RFC 7946). */

type Ring = [number, number][];
type Geometry = {type: "Polygon"; coordinates: Ring[]} | {type: "MultiPolygon"; coordinates: Ring[][]};

export interface Feature {
  type: "Feature";
  properties: {code?: string | number | undefined};
  geometry: Geometry;
}

export interface Contours {
  type: "FeatureCollection";
  features: Feature[];
}

/** Twice the signed area in the plane: positive when the ring turns counterclockwise. */
function turn(ring: Ring): number {
  let sum = 0;
  for (const [index, [x, y]] of ring.entries()) {
    const [nextX, nextY] = ring[(index + 1) % ring.length] as [number, number];
    sum += x * nextY - nextX * y;
  }
  return sum;
}

function rewindPolygon(rings: Ring[]): Ring[] {
  return rings.map((ring, index) => (turn(ring) > 0 === (index === 0) ? [...ring].reverse() : ring));
}

export function rewind(feature: Feature): Feature {
  const {geometry} = feature;
  if (geometry.type === "Polygon") return {...feature, geometry: {...geometry, coordinates: rewindPolygon(geometry.coordinates)}};
  if (geometry.type === "MultiPolygon") return {...feature, geometry: {...geometry, coordinates: geometry.coordinates.map(rewindPolygon)}};
  return feature;
}
