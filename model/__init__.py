"""The engine: reads scenes, runs the network, draws parcels. Useful without QGIS and never imports it."""
