"""QGIS's proxy for programs that download packages."""

from __future__ import annotations

from urllib.parse import quote

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtNetwork import QNetworkProxy

_HTTP = (QNetworkProxy.ProxyType.HttpProxy, QNetworkProxy.ProxyType.HttpCachingProxy)


def proxy_variables() -> dict[str, str]:
    """Return the environment variables with the proxy that QGIS is set to, on the main thread.

    Empty where QGIS uses none, or that of the system, which the programs find by themselves. They know no SOCKS.
    """
    proxy = QgsNetworkAccessManager.instance().fallbackProxy()
    if proxy.type() not in _HTTP or not proxy.hostName():
        return {}
    user = quote(proxy.user(), safe="")
    login = f"{user}:{quote(proxy.password(), safe='')}@" if user else ""
    address = f"http://{login}{proxy.hostName()}:{proxy.port() or 8080}"
    return dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), address)
