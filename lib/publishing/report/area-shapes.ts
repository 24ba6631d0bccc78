import { geoIdentity, geoMercatorRaw, geoPath } from "d3-geo";

/** An area as it is drawn. */
export interface AreaShape {
  readonly id: string;
  /** Path of an SVG. */
  readonly path: string;
  /** Where its label goes, and how wide that may be. */
  readonly x: number;
  readonly y: number;
  readonly room: number;
}
export interface AreaShapes {
  readonly width: number;
  readonly height: number;
  readonly areas: readonly AreaShape[];
}

type Point = [number, number];
interface PlanarArea {
  readonly type: "Feature";
  readonly properties: { readonly id: string };
  readonly geometry: { readonly type: "MultiPolygon"; readonly coordinates: Point[][][] };
}

/** More points than these are not seen at this size, and make the page heavy. */
const mostPoints = 3000;

/**
 * The shapes of `areas.geojson` on a sheet of that width, north up. They are laid out flat first: on the sphere a ring that runs
 * the other way round is all the rest of the world. Points are drawn on a grid, so that neighbours keep their common border.
 * @param geometry a feature collection as it was stored: shapes that cannot be drawn are left out
 */
export function areaShapes(geometry: unknown, width: number): AreaShapes | undefined {
  const areas = planarAreas(geometry);
  if (areas.length === 0) return undefined;
  const collection = { type: "FeatureCollection" as const, features: [...areas] };
  const [[left, top], [right, bottom]] = geoPath().bounds(collection);
  const ratio = (bottom - top) / (right - left);
  if (!Number.isFinite(ratio) || ratio <= 0) return undefined;
  const height = Math.round(Math.min(1.2, Math.max(0.4, ratio)) * width);
  const onSheet = geoIdentity()
    .reflectY(true)
    .fitExtent(
      [
        [2, 2],
        [width - 2, height - 2],
      ],
      collection,
    );
  const placed = areas.map((area) => mapPoints(area, (point) => onSheet(point) ?? point));
  const path = geoPath().digits(1);
  return {
    width,
    height,
    areas: coarseEnough(placed).flatMap((area) => {
      const d = path(area);
      const [x, y] = path.centroid(area);
      const [[from], [to]] = path.bounds(area);
      return d === null || Number.isNaN(x) ? [] : [{ id: area.properties.id, path: d, x, y, room: to - from }];
    }),
  };
}

function coarseEnough(areas: readonly PlanarArea[]): readonly PlanarArea[] {
  let drawn = areas;
  for (const grid of [0.5, 1, 2, 4]) {
    drawn = areas.map((area) => mapPoints(area, ([x, y]) => [snap(x, grid), snap(y, grid)]));
    if (drawn.flatMap(({ geometry }) => geometry.coordinates.flat(2)).length <= mostPoints) break;
  }
  return drawn;
}

const snap = (value: number, grid: number): number => Math.round(value / grid) * grid;

/** Rings that are less than a triangle vanish. */
function mapPoints(area: PlanarArea, map: (point: Point) => Point): PlanarArea {
  const coordinates = area.geometry.coordinates.map((polygon) =>
    polygon.map((ring) => distinct(ring.map(map))).filter((ring) => ring.length > 3),
  );
  return { ...area, geometry: { type: "MultiPolygon", coordinates: coordinates.filter((rings) => rings.length > 0) } };
}

const distinct = (ring: readonly Point[]): Point[] =>
  ring.filter(([x, y], at) => x !== ring[at - 1]?.[0] || y !== ring[at - 1]?.[1]);

function planarAreas(geometry: unknown): readonly PlanarArea[] {
  return featuresOf(geometry).flatMap(({ properties, geometry: shape }) => {
    const polygons = shape?.type === "Polygon" ? [shape.coordinates] : shape?.coordinates;
    const coordinates = planarPolygons(polygons);
    return coordinates === undefined || typeof properties?.id !== "string"
      ? []
      : [
          {
            type: "Feature" as const,
            properties: { id: properties.id },
            geometry: { type: "MultiPolygon" as const, coordinates },
          },
        ];
  });
}

interface StoredFeature {
  readonly properties?: { readonly id?: unknown };
  readonly geometry?: { readonly type?: unknown; readonly coordinates?: unknown };
}
/** What has passed the folder's schema: a collection of polygons, whose coordinates nobody has looked at. */
export function featuresOf(geometry: unknown): readonly StoredFeature[] {
  const features = (geometry as { readonly features?: unknown } | undefined)?.features;
  return Array.isArray(features) ? features : [];
}

function planarPolygons(polygons: unknown): Point[][][] | undefined {
  if (!isListOf(polygons, (rings): rings is unknown[] => isListOf(rings, (ring) => isListOf(ring, isPosition))))
    return undefined;
  return (polygons as number[][][][]).map((rings) => rings.map((ring) => ring.map(planar)));
}

const isListOf = <Value>(list: unknown, is: (value: unknown) => value is Value): list is Value[] =>
  Array.isArray(list) && list.every(is);

const isPosition = (value: unknown): value is number[] =>
  Array.isArray(value) &&
  value.length >= 2 &&
  Number.isFinite(value[0]) &&
  Number.isFinite(value[1]) &&
  Math.abs(value[1]) < 85;

/** Mercator: true shapes at the size of a city. */
function planar([longitude = 0, latitude = 0]: readonly number[]): Point {
  return geoMercatorRaw((longitude * Math.PI) / 180, (latitude * Math.PI) / 180);
}
