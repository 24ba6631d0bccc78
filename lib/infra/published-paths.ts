/**
 * The code that CloudFront runs before it asks for a published file, to the same end as `lib/local/public-objects.ts`. A page of
 * results is the `index.html` of its folder, and a folder without its slash is sent to the one with it, whether it is there or
 * not. An id may hold a dot, so that only the ends of names that are published make a file. Folders of data have no page. A
 * preflight is answered here, for the bucket would want headers that no other request needs.
 */
export const publishedPaths = String.raw`function handler(event) {
  const request = event.request;
  const uri = request.uri;
  const open = { "access-control-allow-origin": { value: "*" } };
  if (request.method === "OPTIONS")
    return {
      statusCode: 204,
      statusDescription: "No Content",
      headers: Object.assign(open, {
        "access-control-allow-methods": { value: "GET, HEAD" },
        "access-control-allow-headers": { value: "Range, If-None-Match" },
        "access-control-max-age": { value: "86400" },
      }),
    };
  if (!/^\/results(?:\/|$)/.test(uri)) return request;
  if (uri.endsWith("/")) request.uri = uri + "index.html";
  else if (!/\.(?:css|csv|html|json|png|svg|txt|xml)$/.test(uri))
    return {
      statusCode: 301,
      statusDescription: "Moved Permanently",
      headers: Object.assign(open, {
        location: { value: uri + "/" },
        "cache-control": { value: "public, max-age=0, must-revalidate" },
      }),
    };
  return request;
}
`;
