/** For tests with a document: what the server writes into its pages. */
if (typeof document !== "undefined") {
  const bootstrap = document.createElement("script");
  bootstrap.type = "application/json";
  bootstrap.id = "bootstrap";
  bootstrap.textContent = JSON.stringify({
    me: { user: "test", name: "Test", role: "dispatcher" },
    utc_offset_min: 480,
    max_upload_mb: 1,
    raster_tiles_url: null,
    token: "token",
  });
  document.head.append(bootstrap);
  document.documentElement.lang = "en";
}
