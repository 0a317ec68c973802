package io.salus.gateway.door;

/** How report pages are sent: they bring all they need, so a browser need not trust them. */
public final class ReportPage {
  public static final String CONTENT_TYPE = "text/html;charset=utf-8";

  /** No scripts, no connections, no frames: styles and images within the page only. */
  public static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

  private ReportPage() {}
}
