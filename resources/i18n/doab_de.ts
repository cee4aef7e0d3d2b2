<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>@default</name>
    <message>
        <source>Mapped by Doab on {}.</source>
        <translation>Kartiert von Doab am {}.</translation>
    </message>
    <message>
        <source>Model: {}</source>
        <translation>Modell: {}</translation>
    </message>
    <message>
        <source>default model</source>
        <translation>mitgeliefertes Modell</translation>
    </message>
    <message>
        <source>Reference date: {}</source>
        <translation>Referenzdatum: {}</translation>
    </message>
    <message>
        <source>Sentinel-2: {}</source>
        <translation>Sentinel-2: {}</translation>
    </message>
    <message>
        <source>Sentinel-1: {}</source>
        <translation>Sentinel-1: {}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>DEM: {}</source>
        <translation>DHM: {}</translation>
    </message>
    <message>
        <source>Smallest parcel {} ha, outlines simplified by {} m.</source>
        <translation>Kleinste Parzelle {} ha, Umrisse um {} m vereinfacht.</translation>
    </message>
    <message>
        <source>Contains modified Copernicus Sentinel data.</source>
        <translation>Enthält veränderte Copernicus-Sentinel-Daten.</translation>
    </message>
    <message>
        <source>Unknown crop</source>
        <translation>Unbekannte Kultur</translation>
    </message>
    <message>
        <source>“{}” cannot be edited: its file is read-only or in use. Export the parcels to another file and correct them there.</source>
        <translation>„{}“ lässt sich nicht bearbeiten: Die Datei ist schreibgeschützt oder in Gebrauch. Exportieren Sie die Parzellen in eine andere Datei und korrigieren Sie sie dort.</translation>
    </message>
    <message>
        <source>Set crop to {} ({})</source>
        <translation>Kultur auf {} setzen ({})</translation>
    </message>
    <message>
        <source>Accept parcels ({})</source>
        <translation>Parzellen bestätigen ({})</translation>
    </message>
    <message>
        <source>Only parcels that lie side by side can become one. Select some that share a border.</source>
        <translation>Nur benachbarte Parzellen lassen sich verschmelzen. Wählen Sie Parzellen mit gemeinsamer Grenze.</translation>
    </message>
    <message>
        <source>Merge parcels ({})</source>
        <translation>Parzellen verschmelzen ({})</translation>
    </message>
    <message>
        <source>There is a parcel at this place already.</source>
        <translation>An dieser Stelle gibt es schon eine Parzelle.</translation>
    </message>
    <message>
        <source>Map one field</source>
        <translation>Ein Feld kartieren</translation>
    </message>
    <message>
        <source>Add columns for decisions</source>
        <translation>Spalten für Entscheidungen hinzufügen</translation>
    </message>
    <message>
        <source>QGIS could not change the layer, so all stays as it was. The log panel says more.</source>
        <translation>QGIS konnte den Layer nicht ändern; alles bleibt, wie es war. Mehr steht im Protokoll.</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Sensor</source>
        <translation>Sensor</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Klar</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>Verarbeitung</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Pixel</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>CRS</source>
        <translation>KBS</translation>
    </message>
    <message>
        <source>Say what it is…</source>
        <translation>Angeben, was es ist…</translation>
    </message>
    <message>
        <source>Set the date…</source>
        <translation>Datum setzen…</translation>
    </message>
    <message>
        <source>Set the values…</source>
        <translation>Werte setzen…</translation>
    </message>
    <message>
        <source>Name the bands…</source>
        <translation>Kanäle benennen…</translation>
    </message>
    <message>
        <source>Assign a CRS…</source>
        <translation>KBS zuweisen…</translation>
    </message>
    <message>
        <source>temporal range of the layer</source>
        <translation>zeitlicher Bereich des Layers</translation>
    </message>
    <message>
        <source>no Sentinel-2 date that can be used</source>
        <translation>kein brauchbares Sentinel-2-Datum</translation>
    </message>
    <message>
        <source>no Sentinel-1</source>
        <translation>kein Sentinel-1</translation>
    </message>
    <message>
        <source>DEM</source>
        <translation>DHM</translation>
    </message>
    <message>
        <source>no DEM</source>
        <translation>kein DHM</translation>
    </message>
    <message>
        <source>set by you</source>
        <translation>von Ihnen gesetzt</translation>
    </message>
    <message>
        <source>file name</source>
        <translation>Dateiname</translation>
    </message>
    <message>
        <source>layer name</source>
        <translation>Layername</translation>
    </message>
    <message>
        <source>folder name</source>
        <translation>Ordnername</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>name of the product</source>
        <translation>Name des Produkts</translation>
    </message>
    <message>
        <source>names of the bands</source>
        <translation>Namen der Kanäle</translation>
    </message>
    <message>
        <source>name of the band</source>
        <translation>Name des Kanals</translation>
    </message>
    <message>
        <source>names of the bands in the file</source>
        <translation>Namen der Kanäle in der Datei</translation>
    </message>
    <message>
        <source>unit of the band in the file</source>
        <translation>Einheit des Kanals in der Datei</translation>
    </message>
    <message>
        <source>metadata of the file</source>
        <translation>Metadaten der Datei</translation>
    </message>
    <message>
        <source>names of the product&apos;s images</source>
        <translation>Namen der Bilder des Produkts</translation>
    </message>
    <message>
        <source>SCL of the product</source>
        <translation>SCL des Produkts</translation>
    </message>
    <message>
        <source>metadata of the file, {}</source>
        <translation>Metadaten der Datei, {}</translation>
    </message>
    <message>
        <source>metadata of the product, {}</source>
        <translation>Metadaten des Produkts, {}</translation>
    </message>
    <message>
        <source>reflectance</source>
        <translation>Reflexion</translation>
    </message>
    <message>
        <source>reflectance × 10 000</source>
        <translation>Reflexion × 10 000</translation>
    </message>
    <message>
        <source>reflectance × 10 000 + 1 000</source>
        <translation>Reflexion × 10 000 + 1 000</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>linear power</source>
        <translation>lineare Leistung</translation>
    </message>
    <message>
        <source>amplitude</source>
        <translation>Amplitude</translation>
    </message>
    <message>
        <source>scene classification</source>
        <translation>Szenenklassifikation</translation>
    </message>
    <message>
        <source>none; clouds are found by their colour</source>
        <translation>keine; Wolken werden an der Farbe erkannt</translation>
    </message>
    <message>
        <source>Cloud mask</source>
        <translation>Wolkenmaske</translation>
    </message>
    <message>
        <source>{} %</source>
        <translation>{} %</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>gemessen</translation>
    </message>
    <message>
        <source>QGIS shows it in {}, but {} of the file counts</source>
        <translation>QGIS zeigt es in {}, aber {} der Datei zählt</translation>
    </message>
    <message>
        <source>taken as it is</source>
        <translation>unverändert übernommen</translation>
    </message>
    <message>
        <source>slope is computed</source>
        <translation>Neigung wird berechnet</translation>
    </message>
    <message>
        <source>turned into dB</source>
        <translation>in dB umgerechnet</translation>
    </message>
    <message>
        <source>values {}</source>
        <translation>Werte {}</translation>
    </message>
    <message>
        <source>reflectance = value {}</source>
        <translation>Reflexion = Wert {}</translation>
    </message>
    <message>
        <source>clouds masked</source>
        <translation>Wolken maskiert</translation>
    </message>
    <message>
        <source>UTM</source>
        <translation>UTM</translation>
    </message>
    <message>
        <source>put on the {} m grid of the reference frame ({})</source>
        <translation>auf das {}-m-Raster des Referenzbilds gebracht ({})</translation>
    </message>
    <message>
        <source>resampled to {} m</source>
        <translation>auf {} m umgerechnet</translation>
    </message>
    <message>
        <source>{} m</source>
        <translation>{} m</translation>
    </message>
    <message>
        <source>{}°</source>
        <translation>{}°</translation>
    </message>
    <message>
        <source>1 {} date</source>
        <translation>1 {}-Datum</translation>
    </message>
    <message>
        <source>{} {} dates</source>
        <translation>{} {}-Aufnahmetage</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} von {}</translation>
    </message>
    <message>
        <source>without {}</source>
        <translation>ohne {}</translation>
    </message>
    <message>
        <source>{} and {} more</source>
        <translation>{} und {} weitere</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Use as</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>Sentinel-2</source>
        <translation>Sentinel-2</translation>
    </message>
    <message>
        <source>Sentinel-1</source>
        <translation>Sentinel-1</translation>
    </message>
    <message>
        <source>The date is that of the layer&apos;s temporal range.</source>
        <translation>Das Datum ist das des zeitlichen Bereichs des Layers.</translation>
    </message>
    <message>
        <source>Check the Python environment</source>
        <translation>Python-Umgebung prüfen</translation>
    </message>
    <message>
        <source>There is no Python at {}.</source>
        <translation>Unter {} ist kein Python.</translation>
    </message>
    <message>
        <source>{} does not answer as Python 3.8 or newer would.</source>
        <translation>{} antwortet nicht, wie es Python 3.8 oder neuer täte.</translation>
    </message>
    <message>
        <source>Create the Python environment</source>
        <translation>Python-Umgebung anlegen</translation>
    </message>
    <message>
        <source>Creating {}</source>
        <translation>{} wird angelegt</translation>
    </message>
    <message>
        <source>The environment could not be created: {}</source>
        <translation>Die Umgebung konnte nicht angelegt werden: {}</translation>
    </message>
    <message>
        <source>dates and times are written as text (ISO 8601)</source>
        <translation>Datum und Zeit werden als Text geschrieben (ISO 8601)</translation>
    </message>
    <message>
        <source>texts over 254 bytes are cut, blanks at the ends removed</source>
        <translation>Texte über 254 Bytes werden gekürzt, Leerzeichen am Ende entfernt</translation>
    </message>
    <message>
        <source>numbers are rounded to {} decimals or, where they do not fit, left blank</source>
        <translation>Zahlen werden auf {} Stellen gerundet oder, wo sie nicht passen, leer gelassen</translation>
    </message>
    <message>
        <source>true and false are written as 1 and 0</source>
        <translation>wahr und falsch werden als 1 und 0 geschrieben</translation>
    </message>
    <message>
        <source>integers of more than 18 digits are left blank</source>
        <translation>ganze Zahlen mit mehr als 18 Ziffern bleiben leer</translation>
    </message>
    <message>
        <source>not in the shapefile</source>
        <translation>nicht im Shapefile</translation>
    </message>
    <message>
        <source>GeoPackage</source>
        <translation>GeoPackage</translation>
    </message>
    <message>
        <source>Shapefile</source>
        <translation>Shapefile</translation>
    </message>
    <message>
        <source>FlatGeobuf</source>
        <translation>FlatGeobuf</translation>
    </message>
    <message>
        <source>GeoJSON</source>
        <translation>GeoJSON</translation>
    </message>
    <message>
        <source>GeoParquet (fiboa)</source>
        <translation>GeoParquet (fiboa)</translation>
    </message>
    <message>
        <source>{} has no ending that says the format. Use one of {}.</source>
        <translation>Die Endung von {} nennt kein Format. Verwenden Sie eine von {}.</translation>
    </message>
    <message>
        <source>Columns that were renamed: {}.</source>
        <translation>Umbenannte Spalten: {}.</translation>
    </message>
    <message>
        <source>What a shapefile cannot hold is in {}.</source>
        <translation>Was ein Shapefile nicht fasst, steht in {}.</translation>
    </message>
    <message>
        <source>{} says what became of each column.</source>
        <translation>{} sagt, was aus jeder Spalte wurde.</translation>
    </message>
    <message>
        <source>A shapefile of these parcels would have {} GB; no more than 2 GB are possible. Choose another format, or export fewer parcels.</source>
        <translation>Ein Shapefile dieser Parzellen hätte {} GB; mehr als 2 GB sind nicht möglich. Wählen Sie ein anderes Format, oder exportieren Sie weniger Parzellen.</translation>
    </message>
    <message>
        <source>{}: {} parcels, written by Doab</source>
        <translation>{}: {} Parzellen, geschrieben von Doab</translation>
    </message>
    <message>
        <source>Coordinates are those of the layer, in {}.</source>
        <translation>Die Koordinaten sind die des Layers, in {}.</translation>
    </message>
    <message>
        <source>an unknown reference system</source>
        <translation>einem unbekannten Koordinatensystem</translation>
    </message>
    <message>
        <source>Texts are in UTF-8, as {} says.</source>
        <translation>Texte sind in UTF-8, wie {} sagt.</translation>
    </message>
    <message>
        <source>Curves became chains of short straight lines.</source>
        <translation>Kurven wurden zu Ketten kurzer Geraden.</translation>
    </message>
    <message>
        <source>Columns (in the layer &gt; in the shapefile, kind):</source>
        <translation>Spalten (im Layer &gt; im Shapefile, Art):</translation>
    </message>
    <message>
        <source>{} nulls</source>
        <translation>{} Nullwerte</translation>
    </message>
    <message>
        <source>{} empty texts</source>
        <translation>{} leere Texte</translation>
    </message>
    <message>
        <source>in full in {}</source>
        <translation>vollständig in {}</translation>
    </message>
    <message>
        <source>Every value is in the shapefile as it is in the layer.</source>
        <translation>Jeder Wert steht im Shapefile wie im Layer.</translation>
    </message>
    <message>
        <source>What is in {}</source>
        <translation>Was in {} steht</translation>
    </message>
    <message>
        <source>A shapefile cannot hold every value. A line for each parcel that this concerns, found by parcel_id or by record, the row of the shapefile counted from 1, has</source>
        <translation>Ein Shapefile fasst nicht jeden Wert. Eine Zeile für jede betroffene Parzelle, zu finden über parcel_id oder record, die ab 1 gezählte Zeile des Shapefiles, enthält</translation>
    </message>
    <message>
        <source>- the columns above that stand there in full, each value as it is in the layer;</source>
        <translation>- die Spalten oben, die dort vollständig stehen, jeder Wert wie im Layer;</translation>
    </message>
    <message>
        <source>- nulls: the columns that are null. The shapefile has blanks there; programs that know no null show an empty text or 0;</source>
        <translation>- nulls: die Spalten, die null sind. Das Shapefile hat dort Leerzeichen; Programme ohne Nullwert zeigen einen leeren Text oder 0;</translation>
    </message>
    <message>
        <source>- empty: the columns that are an empty text, which a shapefile cannot tell from a null.</source>
        <translation>- empty: die Spalten mit leerem Text, den ein Shapefile nicht von null unterscheiden kann.</translation>
    </message>
    <message>
        <source>All other values are in the shapefile as they are in the layer.</source>
        <translation>Alle anderen Werte stehen im Shapefile wie im Layer.</translation>
    </message>
    <message>
        <source>Export parcels</source>
        <translation>Parzellen exportieren</translation>
    </message>
    <message>
        <source>Choose the file to write.</source>
        <translation>Wählen Sie die zu schreibende Datei.</translation>
    </message>
    <message>
        <source>{} is open as the layer “{}”. Choose another file, or remove the layer first.</source>
        <translation>{} ist als Layer „{}“ geöffnet. Wählen Sie eine andere Datei, oder entfernen Sie zuerst den Layer.</translation>
    </message>
    <message>
        <source>Coordinates are longitudes and latitudes in WGS 84 with 7 decimals, about a centimetre.</source>
        <translation>Die Koordinaten sind Längen und Breiten in WGS 84 mit 7 Dezimalstellen, etwa einem Zentimeter.</translation>
    </message>
    <message>
        <source>GeoParquet is written with the Python environment of Doab. Create it first: the Doab panel offers that at its top.</source>
        <translation>GeoParquet wird mit der Python-Umgebung von Doab geschrieben. Legen Sie sie zuerst an: Das Doab-Bedienfeld bietet das oben an.</translation>
    </message>
    <message>
        <source>fiboa columns were added; those of the layer are all there, too.</source>
        <translation>fiboa-Spalten wurden ergänzt; die des Layers sind auch alle da.</translation>
    </message>
    <message>
        <source>Parcels without an outline were left out.</source>
        <translation>Parzellen ohne Umriss wurden weggelassen.</translation>
    </message>
    <message>
        <source>A parcel could not be written.</source>
        <translation>Eine Parzelle konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The file could not be written: {}</source>
        <translation>Die Datei konnte nicht geschrieben werden: {}</translation>
    </message>
    <message>
        <source>The model sees no field there. Where you see one, draw it with QGIS's own “Add Polygon Feature”.</source>
        <translation>Das Modell sieht dort kein Feld. Wo Sie eines sehen, zeichnen Sie es mit „Polygonobjekt hinzufügen“ von QGIS.</translation>
    </message>
    <message>
        <source>Recognise images</source>
        <translation>Bilder erkennen</translation>
    </message>
    <message>
        <source>Look for graphics cards</source>
        <translation>Grafikkarten suchen</translation>
    </message>
    <message>
        <source>Estimate a run</source>
        <translation>Einen Lauf abschätzen</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>einige Sekunden</translation>
    </message>
    <message>
        <source>{} s</source>
        <translation>{} s</translation>
    </message>
    <message>
        <source>{} min</source>
        <translation>{} min</translation>
    </message>
    <message>
        <source>{} h {} min</source>
        <translation>{} h {} min</translation>
    </message>
    <message>
        <source>Field parcels by Doab</source>
        <translation>Feldparzellen von Doab</translation>
    </message>
    <message>
        <source>Parcels</source>
        <translation>Parzellen</translation>
    </message>
    <message>
        <source>Decided by the analyst</source>
        <translation>Vom Bearbeiter entschieden</translation>
    </message>
    <message>
        <source>Parcel</source>
        <translation>Parzelle</translation>
    </message>
    <message>
        <source>HCAT code</source>
        <translation>HCAT-Code</translation>
    </message>
    <message>
        <source>HCAT name</source>
        <translation>HCAT-Name</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Kultur</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>Boundary quality</source>
        <translation>Güte des Umrisses</translation>
    </message>
    <message>
        <source>Second crop</source>
        <translation>Zweite Kultur</translation>
    </message>
    <message>
        <source>Confidence of the second crop</source>
        <translation>Konfidenz der zweiten Kultur</translation>
    </message>
    <message>
        <source>Third crop</source>
        <translation>Dritte Kultur</translation>
    </message>
    <message>
        <source>Confidence of the third crop</source>
        <translation>Konfidenz der dritten Kultur</translation>
    </message>
    <message>
        <source>Area (ha)</source>
        <translation>Fläche (ha)</translation>
    </message>
    <message>
        <source>Clear dates</source>
        <translation>Klare Tage</translation>
    </message>
    <message>
        <source>Reference date</source>
        <translation>Referenzdatum</translation>
    </message>
    <message>
        <source>Decided by</source>
        <translation>Entschieden von</translation>
    </message>
    <message>
        <source>Edited on</source>
        <translation>Bearbeitet am</translation>
    </message>
    <message>
        <source>All crop probabilities</source>
        <translation>Wahrscheinlichkeiten aller Kulturen</translation>
    </message>
    <message>
        <source>Field parcels from time series (Doab)</source>
        <translation>Feldparzellen aus Zeitreihen (Doab)</translation>
    </message>
    <message>
        <source>Map field parcels with crops from Sentinel-2, Sentinel-1 and a DEM</source>
        <translation>Feldparzellen mit Kulturen aus Sentinel-2, Sentinel-1 und einem DHM kartieren</translation>
    </message>
    <message>
        <source>Show an image</source>
        <translation>Ein Bild zeigen</translation>
    </message>
    <message>
        <source>{} has no band that could be shown.</source>
        <translation>{} hat keinen Kanal, der sich zeigen ließe.</translation>
    </message>
    <message>
        <source>{} (preview)</source>
        <translation>{} (Vorschau)</translation>
    </message>
    <message>
        <source>Doab: preview</source>
        <translation>Doab: Vorschau</translation>
    </message>
    <message>
        <source>Doab: true colour</source>
        <translation>Doab: Echtfarben</translation>
    </message>
    <message>
        <source>QGIS cannot open {}.</source>
        <translation>QGIS kann {} nicht öffnen.</translation>
    </message>
    <message>
        <source>Finished so far</source>
        <translation>Bisher fertig</translation>
    </message>
    <message>
        <source>Doab: mapping…</source>
        <translation>Doab: wird kartiert…</translation>
    </message>
    <message>
        <source>Write parcels as GeoPackage, shapefile, FlatGeobuf, GeoJSON or GeoParquet (fiboa)</source>
        <translation>Parzellen als GeoPackage, Shapefile, FlatGeobuf, GeoJSON oder GeoParquet (fiboa) schreiben</translation>
    </message>
    <message>
        <source>shapefile,geopackage,flatgeobuf,geojson,geoparquet,fiboa,fields,crops,save</source>
        <translation>shapefile,geopackage,flatgeobuf,geojson,geoparquet,fiboa,felder,kulturen,speichern</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Number of parcels</source>
        <translation>Anzahl der Parzellen</translation>
    </message>
    <message>
        <source>Sentinel-2 images</source>
        <translation>Sentinel-2-Bilder</translation>
    </message>
    <message>
        <source>The dates of one season: raster layers or files, one or several for each date, in any order. Date and bands are recognised from metadata, band descriptions and names; a layer&apos;s fixed temporal range overrides the date. Scene classifications (SCL) beside the images are found by themselves.</source>
        <translation>Die Aufnahmetage einer Saison: Rasterlayer oder Dateien, eine oder mehrere je Tag, in beliebiger Folge. Datum und Kanäle werden aus Metadaten, Kanalbeschreibungen und Namen erkannt; ein fester zeitlicher Bereich des Layers geht dem Datum vor. Szenenklassifikationen (SCL) neben den Bildern werden von selbst gefunden.</translation>
    </message>
    <message>
        <source>Sentinel-1 images</source>
        <translation>Sentinel-1-Bilder</translation>
    </message>
    <message>
        <source>VV and VH backscatter of the same season, in dB, linear or as amplitude. Better maps with them, but it works without.</source>
        <translation>VV- und VH-Rückstreuung derselben Saison, in dB, linear oder als Amplitude. Die Karten werden damit besser, aber es geht ohne.</translation>
    </message>
    <message>
        <source>Elevation model</source>
        <translation>Höhenmodell</translation>
    </message>
    <message>
        <source>A digital elevation model in metres, in any coordinate system. It works without.</source>
        <translation>Ein digitales Höhenmodell in Metern, in beliebigem KBS. Es geht auch ohne.</translation>
    </message>
    <message>
        <source>Folder with images</source>
        <translation>Ordner mit Bildern</translation>
    </message>
    <message>
        <source>Instead of layers, or beside them: a folder with SAFE products, dated images of Sentinel-2 and Sentinel-1 and an elevation model. Everything in it is recognised by itself.</source>
        <translation>Statt der Layer oder daneben: ein Ordner mit SAFE-Produkten, datierten Bildern von Sentinel-2 und Sentinel-1 und einem Höhenmodell. Alles darin wird von selbst erkannt.</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Gebiet</translation>
    </message>
    <message>
        <source>The rectangle that counts. All that the images cover where it is left empty.</source>
        <translation>Das Rechteck, das zählt. Leer: alles, was die Bilder abdecken.</translation>
    </message>
    <message>
        <source>There is no folder {}.</source>
        <translation>Den Ordner {} gibt es nicht.</translation>
    </message>
    <message>
        <source>Choose the Sentinel-2 images, or a folder that holds them.</source>
        <translation>Wählen Sie die Sentinel-2-Bilder oder einen Ordner, der sie enthält.</translation>
    </message>
    <message>
        <source>The area has no coordinate system. Write it behind the numbers, as in 500000,501000,5600000,5601000 [EPSG:32631].</source>
        <translation>Das Gebiet hat kein KBS. Schreiben Sie es hinter die Zahlen, wie in 500000,501000,5600000,5601000 [EPSG:32631].</translation>
    </message>
    <message>
        <source>The area is empty. Choose a larger one, or none for all of the images.</source>
        <translation>Das Gebiet ist leer. Wählen Sie ein größeres, oder keines für die ganzen Bilder.</translation>
    </message>
    <message>
        <source>Recognising the images…</source>
        <translation>Bilder werden erkannt…</translation>
    </message>
    <message>
        <source>Sentinel-2 dates: {}, Sentinel-1 dates: {}, elevation model: {}</source>
        <translation>Sentinel-2-Aufnahmetage: {}, Sentinel-1-Aufnahmetage: {}, Höhenmodell: {}</translation>
    </message>
    <message>
        <source>{} is left out: {}</source>
        <translation>{} wird weggelassen: {}</translation>
    </message>
    <message>
        <source>“{}” is no raster file that Doab can read. Save it as a GeoTIFF first, or leave it out.</source>
        <translation>„{}“ ist keine Rasterdatei, die Doab lesen kann. Speichern Sie sie zuerst als GeoTIFF, oder lassen Sie sie weg.</translation>
    </message>
    <message>
        <source>Map field parcels</source>
        <translation>Feldparzellen kartieren</translation>
    </message>
    <message>
        <source>Map field parcels with their crops from Sentinel-2, Sentinel-1 and an elevation model</source>
        <translation>Feldparzellen mit ihren Kulturen aus Sentinel-2, Sentinel-1 und einem Höhenmodell kartieren</translation>
    </message>
    <message>
        <source>fields,crops,parcels,boundaries,agriculture,sentinel-2,sentinel-1,time series,segmentation</source>
        <translation>felder,kulturen,parzellen,grenzen,landwirtschaft,sentinel-2,sentinel-1,zeitreihe,segmentierung</translation>
    </message>
    <message>
        <source>The Sentinel-2 date that the outlines are taken from, such as 2019-06-26, or “automatic” for the best. “Score reference frames” tells how good each is.</source>
        <translation>Das Sentinel-2-Datum, von dem die Umrisse stammen, etwa 2019-06-26, oder „automatic“ für das beste. „Referenzbilder bewerten“ sagt, wie gut jedes ist.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Trained models ({} *.zip);;All files (*)</source>
        <translation>Trainierte Modelle ({} *.zip);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>A trained model: a zip, the bundle.json in its folder, or the folder. Empty for the one that comes with Doab.</source>
        <translation>Ein trainiertes Modell: ein Zip, die bundle.json in seinem Ordner, oder der Ordner. Leer für das mit Doab gelieferte.</translation>
    </message>
    <message>
        <source>Smallest parcel (ha)</source>
        <translation>Kleinste Parzelle (ha)</translation>
    </message>
    <message>
        <source>Smaller parcels are left out (hectares).</source>
        <translation>Kleinere Parzellen werden weggelassen (Hektar).</translation>
    </message>
    <message>
        <source>Simplify outlines (m)</source>
        <translation>Umrisse vereinfachen (m)</translation>
    </message>
    <message>
        <source>How far an outline may move when it is simplified (metres); 0 keeps the steps of the pixels.</source>
        <translation>Wie weit ein Umriss beim Vereinfachen wandern darf (Meter); 0 behält die Stufen der Pixel.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>NVIDIA graphics card (CUDA)</source>
        <translation>NVIDIA-Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation>Apple-Grafik (MPS)</translation>
    </message>
    <message>
        <source>What computes; Automatic takes a graphics card where one can be used.</source>
        <translation>Was rechnet; Automatisch nimmt eine Grafikkarte, wo es geht.</translation>
    </message>
    <message>
        <source>The GeoPackage (.gpkg) that the parcels are written to.</source>
        <translation>Das GeoPackage (.gpkg), in das die Parzellen geschrieben werden.</translation>
    </message>
    <message>
        <source>{} parcels, reference date {}, model {}</source>
        <translation>{} Parzellen, Referenzdatum {}, Modell {}</translation>
    </message>
    <message>
        <source>“{}” is no date. Write the reference date as 2019-06-26, or “{}”.</source>
        <translation>„{}“ ist kein Datum. Schreiben Sie das Referenzdatum wie 2019-06-26, oder „{}“.</translation>
    </message>
    <message>
        <source>There is no model {}.</source>
        <translation>Das Modell {} gibt es nicht.</translation>
    </message>
    <message>
        <source>The parcels are written as a GeoPackage, but {} does not end in .gpkg. “Export parcels” makes other formats of it.</source>
        <translation>Die Parzellen werden als GeoPackage geschrieben, aber {} endet nicht auf .gpkg. „Parzellen exportieren“ macht daraus andere Formate.</translation>
    </message>
    <message>
        <source>Score reference frames</source>
        <translation>Referenzbilder bewerten</translation>
    </message>
    <message>
        <source>Tell which Sentinel-2 date suits best to take the outlines of field parcels from</source>
        <translation>Sagen, welches Sentinel-2-Datum sich am besten für die Umrisse der Feldparzellen eignet</translation>
    </message>
    <message>
        <source>sentinel-2,quality,clouds,haze,date,best,image,parcels,fields</source>
        <translation>sentinel-2,güte,wolken,dunst,datum,bestes,bild,parzellen,felder</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Bewertungen</translation>
    </message>
    <message>
        <source>A table without geometry.</source>
        <translation>Eine Tabelle ohne Geometrie.</translation>
    </message>
    <message>
        <source>Proposed date</source>
        <translation>Vorgeschlagenes Datum</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>No Sentinel-2 image was recognised.</source>
        <translation>Es wurde kein Sentinel-2-Bild erkannt.</translation>
    </message>
    <message>
        <source>The scores could not be written: {}</source>
        <translation>Die Bewertungen konnten nicht geschrieben werden: {}</translation>
    </message>
    <message>
        <source>Proposed: {}. {}</source>
        <translation>Vorgeschlagen: {}. {}</translation>
    </message>
    <message>
        <source>Doab&apos;s Python environment is not there yet. Open Doab&apos;s panel in QGIS (menu Raster, Doab): at its top it offers to create the environment or to use an existing Python. Once is enough for each QGIS profile.</source>
        <translation>Die Python-Umgebung von Doab ist noch nicht da. Öffnen Sie das Doab-Bedienfeld in QGIS (Menü Raster, Doab): Es bietet oben an, die Umgebung anzulegen oder ein vorhandenes Python zu verwenden. Einmal je QGIS-Profil genügt.</translation>
    </message>
    <message>
        <source>{} lacks {}. Open Doab&apos;s panel in QGIS (menu Raster, Doab): at its top it offers to create the environment or to use another Python.</source>
        <translation>{} fehlt: {}. Öffnen Sie das Doab-Bedienfeld in QGIS (Menü Raster, Doab): Es bietet oben an, die Umgebung anzulegen oder ein anderes Python zu verwenden.</translation>
    </message>
    <message>
        <source>Stopped. Nothing was written.</source>
        <translation>Angehalten. Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>Read the parcels of {}</source>
        <translation>Parzellen von {} lesen</translation>
    </message>
    <message>
        <source>Read a parcel through time</source>
        <translation>Eine Parzelle durch die Zeit lesen</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>Hidden: under {} %</source>
        <translation>Ausgeblendet: unter {} %</translation>
    </message>
    <message>
        <source>{} to {} %</source>
        <translation>{} bis {} %</translation>
    </message>
    <message>
        <source>Under {} %</source>
        <translation>Unter {} %</translation>
    </message>
    <message>
        <source>{} % and more</source>
        <translation>{} % und mehr</translation>
    </message>
    <message>
        <source>The styles could not be saved with the parcels: {}</source>
        <translation>Die Stile konnten nicht mit den Parzellen gespeichert werden: {}</translation>
    </message>
    <message>
        <source>The system ended the run, most likely because memory ran out. Map a smaller area, or close other programs.</source>
        <translation>Das System hat den Lauf beendet, wohl weil der Speicher ausging. Kartieren Sie ein kleineres Gebiet, oder schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>The run crashed (signal {}). The log panel, under “Doab”, has the details.</source>
        <translation>Der Lauf ist abgestürzt (Signal {}). Einzelheiten stehen im Protokoll unter „Doab“.</translation>
    </message>
    <message>
        <source>The run ended unexpectedly (exit code {}). The log panel, under “Doab”, has the details.</source>
        <translation>Der Lauf endete unerwartet (Code {}). Einzelheiten stehen im Protokoll unter „Doab“.</translation>
    </message>
    <message>
        <source>Make thumbnails</source>
        <translation>Vorschaubilder erstellen</translation>
    </message>
    <message>
        <source>There is no model at {}: a folder or zip with {} and {} is needed.</source>
        <translation>Unter {} ist kein Modell: Nötig ist ein Ordner oder eine Zip-Datei mit {} und {}.</translation>
    </message>
    <message>
        <source>The model {} cannot be read ({}); fetch or export it again.</source>
        <translation>Das Modell {} lässt sich nicht lesen ({}); laden oder exportieren Sie es neu.</translation>
    </message>
    <message>
        <source>The card of the model {} is not valid ({}); fetch or export it again.</source>
        <translation>Der Steckbrief des Modells {} ist ungültig ({}); laden oder exportieren Sie es neu.</translation>
    </message>
    <message>
        <source>The model {} has format {}, but this version reads format {}; train or fetch it again.</source>
        <translation>Das Modell {} hat das Format {}, diese Version liest aber Format {}; trainieren oder laden Sie es neu.</translation>
    </message>
    <message>
        <source>The model {} has format {}, but this version reads format {}; update Doab.</source>
        <translation>Das Modell {} hat das Format {}, diese Version liest aber Format {}; aktualisieren Sie Doab.</translation>
    </message>
    <message>
        <source>{} is not a model of Doab: its card lacks {}.</source>
        <translation>{} ist kein Modell für Doab: Im Steckbrief fehlt {}.</translation>
    </message>
    <message>
        <source>The weights of the model {} are damaged (checksum differs); fetch or export it again.</source>
        <translation>Die Gewichte des Modells {} sind beschädigt (die Prüfsumme weicht ab); laden oder exportieren Sie es neu.</translation>
    </message>
    <message>
        <source>Nothing is kept for the next run: {} cannot be used ({}).</source>
        <translation>Für den nächsten Lauf wird nichts aufgehoben: {} ist nicht benutzbar ({}).</translation>
    </message>
    <message>
        <source>The cache {} was damaged and has been begun anew.</source>
        <translation>Der Zwischenspeicher {} war beschädigt und wurde neu begonnen.</translation>
    </message>
    <message>
        <source>Nothing is kept for the next run: {} is damaged and cannot be removed ({}).</source>
        <translation>Für den nächsten Lauf wird nichts aufgehoben: {} ist beschädigt und lässt sich nicht entfernen ({}).</translation>
    </message>
    <message>
        <source>The result is GeoParquet, but {} does not end in .parquet. Give another name; QGIS writes the other formats.</source>
        <translation>Das Ergebnis ist GeoParquet, aber {} endet nicht auf .parquet. Geben Sie einen anderen Namen an; die anderen Formate schreibt QGIS.</translation>
    </message>
    <message>
        <source>Nothing to inspect: give files, folders or SAFE products.</source>
        <translation>Nichts zu untersuchen: Geben Sie Dateien, Ordner oder SAFE-Produkte an.</translation>
    </message>
    <message>
        <source>Say in which coordinates the area is: {},EPSG:code.</source>
        <translation>Geben Sie an, in welchem Koordinatensystem das Gebiet liegt: {},EPSG:Code.</translation>
    </message>
    <message>
        <source>{} is not a readable list of sources: {}</source>
        <translation>{} ist keine lesbare Liste von Quellen: {}</translation>
    </message>
    <message>
        <source>{} does not hold a list of sources.</source>
        <translation>{} enthält keine Liste von Quellen.</translation>
    </message>
    <message>
        <source>Mapping stopped at an error that Doab did not foresee: {}</source>
        <translation>Die Kartierung brach mit einem Fehler ab, den Doab nicht vorhergesehen hat: {}</translation>
    </message>
    <message>
        <source>Looking at the images</source>
        <translation>Bilder ansehen</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Modell laden</translation>
    </message>
    <message>
        <source>Name the Sentinel-2 images with --s2 (files, folders or SAFE products).</source>
        <translation>Nennen Sie die Sentinel-2-Bilder mit --s2 (Dateien, Ordner oder SAFE-Produkte).</translation>
    </message>
    <message>
        <source>Name the GeoPackage to write with --out.</source>
        <translation>Nennen Sie das zu schreibende GeoPackage mit --out.</translation>
    </message>
    <message>
        <source>The area {!r} is neither a file nor west,south,east,north[,EPSG:code]. Check the path or the numbers.</source>
        <translation>Das Gebiet {!r} ist weder eine Datei noch West,Süd,Ost,Nord[,EPSG:Code]. Prüfen Sie den Pfad oder die Zahlen.</translation>
    </message>
    <message>
        <source>The area {!r} is empty: west must be less than east, and south less than north.</source>
        <translation>Das Gebiet {!r} ist leer: West muss kleiner als Ost sein und Süd kleiner als Nord.</translation>
    </message>
    <message>
        <source>The area {} is neither a vector nor a raster file that can be read.</source>
        <translation>Das Gebiet {} ist weder eine lesbare Vektor- noch eine lesbare Rasterdatei.</translation>
    </message>
    <message>
        <source>The area {} has no coordinate reference system. Assign one and try again.</source>
        <translation>Das Gebiet {} hat kein Koordinatenbezugssystem. Weisen Sie eines zu, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The parcel could not be read: {}</source>
        <translation>Die Parzelle ließ sich nicht lesen: {}</translation>
    </message>
    <message>
        <source>This is not a request: {}</source>
        <translation>Das ist keine Anfrage: {}</translation>
    </message>
    <message>
        <source>Doab stopped at an error that it did not foresee: {}</source>
        <translation>Doab brach mit einem Fehler ab, den es nicht vorhergesehen hat: {}</translation>
    </message>
    <message>
        <source>The folder {} does not exist. Create it or give another one.</source>
        <translation>Den Ordner {} gibt es nicht. Legen Sie ihn an, oder geben Sie einen anderen an.</translation>
    </message>
    <message>
        <source>{} has no coordinate reference system. Assign one and try again.</source>
        <translation>{} hat kein Koordinatenbezugssystem. Weisen Sie eines zu, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{} cannot be read as a layer of parcels: {}</source>
        <translation>{} lässt sich nicht als Layer von Parzellen lesen: {}</translation>
    </message>
    <message>
        <source>{} cannot be written: {}.</source>
        <translation>{} lässt sich nicht schreiben: {}.</translation>
    </message>
    <message>
        <source>This is not a valid {} file: {}</source>
        <translation>Das ist keine gültige Datei der Art {}: {}</translation>
    </message>
    <message>
        <source>Drawing parcels</source>
        <translation>Parzellen zeichnen</translation>
    </message>
    <message>
        <source>The outline of the area is not understood ({}). Choose another area.</source>
        <translation>Der Umriss des Gebiets ist nicht verständlich ({}). Wählen Sie ein anderes Gebiet.</translation>
    </message>
    <message>
        <source>The outline of the area encloses nothing. Draw or choose another area.</source>
        <translation>Der Umriss des Gebiets umschließt nichts. Zeichnen oder wählen Sie ein anderes Gebiet.</translation>
    </message>
    <message>
        <source>The area&apos;s coordinate reference system is not understood: {}.</source>
        <translation>Das Koordinatenbezugssystem des Gebiets ist nicht verständlich: {}.</translation>
    </message>
    <message>
        <source>The result is a GeoPackage, but {} does not end in .gpkg. Give another name.</source>
        <translation>Das Ergebnis ist ein GeoPackage, aber {} endet nicht auf .gpkg. Geben Sie einen anderen Namen an.</translation>
    </message>
    <message>
        <source>{} is a folder. Give the name of a file to write.</source>
        <translation>{} ist ein Ordner. Geben Sie den Namen einer Datei an.</translation>
    </message>
    <message>
        <source>The folder {} does not exist. Create it or write the result elsewhere.</source>
        <translation>Den Ordner {} gibt es nicht. Legen Sie ihn an, oder schreiben Sie das Ergebnis anderswohin.</translation>
    </message>
    <message>
        <source>The folder {} cannot be written to. Write the result elsewhere.</source>
        <translation>In den Ordner {} lässt sich nicht schreiben. Schreiben Sie das Ergebnis anderswohin.</translation>
    </message>
    <message>
        <source>{} is left out: {}.</source>
        <translation>{} wird weggelassen: {}.</translation>
    </message>
    <message>
        <source>The Sentinel-2 image of {} cannot be used: {}.</source>
        <translation>Das Sentinel-2-Bild vom {} ist nicht brauchbar: {}.</translation>
    </message>
    <message>
        <source>There is no Sentinel-2 image of {}.</source>
        <translation>Es gibt kein Sentinel-2-Bild vom {}.</translation>
    </message>
    <message>
        <source>As reference frame, choose one of: {}.</source>
        <translation>Wählen Sie als Referenzbild eines von: {}.</translation>
    </message>
    <message>
        <source>The run was stopped early: {} of {} tiles were mapped.</source>
        <translation>Der Lauf wurde vorzeitig angehalten: {} von {} Kacheln wurden kartiert.</translation>
    </message>
    <message>
        <source>No parcel of {:g} ha or more was found. Try another reference frame than {}, or a smaller minimum area.</source>
        <translation>Es wurde keine Parzelle von {:g} ha oder mehr gefunden. Versuchen Sie ein anderes Referenzbild als das vom {} oder eine kleinere Mindestfläche.</translation>
    </message>
    <message>
        <source>Reading images and looking for fields</source>
        <translation>Bilder lesen und Felder suchen</translation>
    </message>
    <message>
        <source>The reference frame {} shows no clear ground in the area to map: it is empty or cloudy there. Choose another reference date or another area.</source>
        <translation>Das Referenzbild {} zeigt im Gebiet keinen klaren Boden: Es ist dort leer oder bewölkt. Wählen Sie ein anderes Referenzdatum oder ein anderes Gebiet.</translation>
    </message>
    <message>
        <source>Only one DEM is used, {}. Mosaic them.</source>
        <translation>Nur ein DHM wird verwendet, {}. Mosaikieren Sie sie.</translation>
    </message>
    <message>
        <source>There is no such file or folder. Check the path.</source>
        <translation>Diese Datei oder diesen Ordner gibt es nicht. Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>No Sentinel-2 image was found in this folder.</source>
        <translation>In diesem Ordner wurde kein Sentinel-2-Bild gefunden.</translation>
    </message>
    <message>
        <source>No Sentinel-1 image was found in this folder.</source>
        <translation>In diesem Ordner wurde kein Sentinel-1-Bild gefunden.</translation>
    </message>
    <message>
        <source>No DEM was found in this folder.</source>
        <translation>In diesem Ordner wurde kein DHM gefunden.</translation>
    </message>
    <message>
        <source>No raster was found in this folder.</source>
        <translation>In diesem Ordner wurde kein Raster gefunden.</translation>
    </message>
    <message>
        <source>Give another one, or the files themselves.</source>
        <translation>Geben Sie einen anderen an oder die Dateien selbst.</translation>
    </message>
    <message>
        <source>This file has another scale, unit or nodata value than the other files of {}; it is left out. Give the files of one date in the same form.</source>
        <translation>Diese Datei hat eine andere Skalierung, eine andere Einheit oder einen anderen Nodata-Wert als die übrigen Dateien von {}; sie wird weggelassen. Geben Sie die Dateien eines Datums in gleicher Form an.</translation>
    </message>
    <message>
        <source>(The same holds for {} more.)</source>
        <translation>(Dasselbe gilt für {} weitere.)</translation>
    </message>
    <message>
        <source>all {}</source>
        <translation>allen {}</translation>
    </message>
    <message>
        <source>{} is missing from {} {} dates (first: {}).</source>
        <translation>{} fehlt bei {} {}-Aufnahmetagen (zuerst: {}).</translation>
    </message>
    <message>
        <source>{} are missing from {} {} dates (first: {}).</source>
        <translation>{} fehlen bei {} {}-Aufnahmetagen (zuerst: {}).</translation>
    </message>
    <message>
        <source>The map can be made without, but is less sure; add what you have.</source>
        <translation>Die Karte geht auch ohne, ist dann aber unsicherer; fügen Sie hinzu, was Sie haben.</translation>
    </message>
    <message>
        <source>{} has no bands to take a grid from; choose another date.</source>
        <translation>{} hat keine Kanäle, von denen das Raster stammen könnte; wählen Sie ein anderes Datum.</translation>
    </message>
    <message>
        <source>{} does not overlap the area to map. Choose another area or another date.</source>
        <translation>{} überschneidet sich nicht mit dem Gebiet. Wählen Sie ein anderes Gebiet oder ein anderes Datum.</translation>
    </message>
    <message>
        <source>None of the {} Sentinel-2 dates can be used. The first, {}: {}.</source>
        <translation>Keiner der {} Sentinel-2-Aufnahmetage ist brauchbar. Der erste, {}: {}.</translation>
    </message>
    <message>
        <source>No Sentinel-2 image was recognised, and without one nothing can be mapped.</source>
        <translation>Es wurde kein Sentinel-2-Bild erkannt, und ohne eines lässt sich nichts kartieren.</translation>
    </message>
    <message>
        <source>every pixel is empty (zero or nodata)</source>
        <translation>jedes Pixel ist leer (null oder Nodata)</translation>
    </message>
    <message>
        <source>no pixel of it lies in the area to map</source>
        <translation>kein Pixel davon liegt im Gebiet</translation>
    </message>
    <message>
        <source>no pixel of it lies where the first date does</source>
        <translation>kein Pixel davon liegt dort, wo das erste Datum liegt</translation>
    </message>
    <message>
        <source>There is no usable Sentinel-2 image of {}.</source>
        <translation>Es gibt kein brauchbares Sentinel-2-Bild vom {}.</translation>
    </message>
    <message>
        <source>Choose one of: {}.</source>
        <translation>Wählen Sie eines von: {}.</translation>
    </message>
    <message>
        <source>Add Sentinel-2 images.</source>
        <translation>Fügen Sie Sentinel-2-Bilder hinzu.</translation>
    </message>
    <message>
        <source>This raster has no coordinate reference system, so it cannot be placed on the map. Assign one (raw radar products need terrain correction first).</source>
        <translation>Dieses Raster hat kein Koordinatenbezugssystem und lässt sich daher nicht auf der Karte platzieren. Weisen Sie eines zu (rohe Radarprodukte brauchen zuerst eine Geländekorrektur).</translation>
    </message>
    <message>
        <source>You set {}, but this raster has {} bands. Say which band is which.</source>
        <translation>Sie haben {} gesetzt, aber dieses Raster hat {} Kanäle. Geben Sie an, welcher Kanal welcher ist.</translation>
    </message>
    <message>
        <source>{} as band {}</source>
        <translation>{} als Kanal {}</translation>
    </message>
    <message>
        <source>Neither the name nor the band descriptions say what this raster is. Say whether it is Sentinel-2, Sentinel-1 or a DEM, or name its bands (B02, VV, elevation).</source>
        <translation>Weder der Name noch die Namen der Kanäle sagen, was dieses Raster ist. Geben Sie an, ob es Sentinel-2, Sentinel-1 oder ein DHM ist, oder benennen Sie seine Kanäle (B02, VV, elevation).</translation>
    </message>
    <message>
        <source>None of the bands {} was found in this raster. Name its bands in the band descriptions or put the band into the file&apos;s name.</source>
        <translation>Keiner der Kanäle {} wurde in diesem Raster gefunden. Benennen Sie seine Kanäle in deren Beschreibungen, oder nehmen Sie den Kanal in den Dateinamen auf.</translation>
    </message>
    <message>
        <source>No date was found in the name, the tags or the folder of this raster. Put the date into the name (YYYY-MM-DD) or set it for the layer.</source>
        <translation>Weder im Namen noch in den Metadaten oder im Ordner dieses Rasters steht ein Datum. Nehmen Sie das Datum in den Namen auf (JJJJ-MM-TT), oder setzen Sie es für den Layer.</translation>
    </message>
    <message>
        <source>This is an 8-bit picture, not reflectance. Give the original Sentinel-2 bands (16 bits or floats).</source>
        <translation>Das ist ein 8-Bit-Bild, keine Reflexion. Geben Sie die ursprünglichen Sentinel-2-Kanäle an (16 Bit oder Gleitkommazahlen).</translation>
    </message>
    <message>
        <source>No Sentinel-2 date with a clear pixel was found that could serve as the reference frame.</source>
        <translation>Es wurde kein Sentinel-2-Datum mit einem klaren Pixel gefunden, das als Referenzbild dienen könnte.</translation>
    </message>
    <message>
        <source>little haze</source>
        <translation>wenig Dunst</translation>
    </message>
    <message>
        <source>sharp edges</source>
        <translation>scharfe Kanten</translation>
    </message>
    <message>
        <source>strong contrast between fields</source>
        <translation>starker Kontrast zwischen den Feldern</translation>
    </message>
    <message>
        <source>The only date: {}.</source>
        <translation>Das einzige Datum: {}.</translation>
    </message>
    <message>
        <source>Best of {} dates: {}.</source>
        <translation>Der beste von {} Aufnahmetagen: {}.</translation>
    </message>
    <message>
        <source>None of the Sentinel-2 images of this map can be read any more. {}</source>
        <translation>Keines der Sentinel-2-Bilder dieser Karte lässt sich noch lesen. {}</translation>
    </message>
    <message>
        <source>{} is not there any more. Put it back to see this date.</source>
        <translation>{} ist nicht mehr da. Legen Sie es zurück, um dieses Datum zu sehen.</translation>
    </message>
    <message>
        <source>This parcel has no outline that can be used ({}).</source>
        <translation>Diese Parzelle hat keinen brauchbaren Umriss ({}).</translation>
    </message>
    <message>
        <source>No Sentinel-2 date was given.</source>
        <translation>Es wurde kein Sentinel-2-Datum angegeben.</translation>
    </message>
    <message>
        <source>There is nothing to make pictures of. {}</source>
        <translation>Es gibt nichts, wovon sich Bilder machen ließen. {}</translation>
    </message>
    <message>
        <source>This date has no band that could be shown.</source>
        <translation>Dieses Datum hat keinen Kanal, der sich zeigen ließe.</translation>
    </message>
    <message>
        <source>Band {} in grey, for want of {}.</source>
        <translation>Kanal {} in Grau, mangels {}.</translation>
    </message>
    <message>
        <source>processing baseline 04.00 or later in the name</source>
        <translation>Processing Baseline 04.00 oder höher im Namen</translation>
    </message>
    <message>
        <source>assumed for the size of the values</source>
        <translation>angenommen wegen der Größe der Werte</translation>
    </message>
    <message>
        <source>assumed for small floating-point values</source>
        <translation>angenommen wegen kleiner Gleitkommawerte</translation>
    </message>
    <message>
        <source>assumed, because there are no values to judge by</source>
        <translation>angenommen, weil Werte zum Beurteilen fehlen</translation>
    </message>
    <message>
        <source>values are negative</source>
        <translation>die Werte sind negativ</translation>
    </message>
    <message>
        <source>values are negative and large: dB times 100</source>
        <translation>die Werte sind negativ und groß: dB mal 100</translation>
    </message>
    <message>
        <source>values are small and positive</source>
        <translation>die Werte sind klein und positiv</translation>
    </message>
    <message>
        <source>values are large and positive: amplitude with dB = 20 log10(DN) - 83</source>
        <translation>die Werte sind groß und positiv: Amplitude mit dB = 20 log10(DN) - 83</translation>
    </message>
    <message>
        <source>{}, which gives the month only: the 15th is assumed</source>
        <translation>{}, nur der Monat: der 15. ist angenommen</translation>
    </message>
    <message>
        <source>assumed, not in {}</source>
        <translation>angenommen, steht nicht in {}</translation>
    </message>
    <message>
        <source>assumed from the number of bands ({})</source>
        <translation>angenommen nach der Zahl der Kanäle ({})</translation>
    </message>
    <message>
        <source>assumed for {} values</source>
        <translation>angenommen bei {}-Werten</translation>
    </message>
    <message>
        <source>The device {} has too little free memory; the processor does the rest.</source>
        <translation>Der freie Speicher des Geräts {} reicht nicht aus; den Rest übernimmt der Prozessor.</translation>
    </message>
    <message>
        <source>The device {} does not work on this computer; choose another, such as the processor (cpu).</source>
        <translation>Das Gerät {} funktioniert auf diesem Rechner nicht; wählen Sie ein anderes, etwa den Prozessor (cpu).</translation>
    </message>
    <message>
        <source>The card of the model {} does not fit ({}); fetch it again.</source>
        <translation>Die Karte des Modells {} passt nicht ({}); holen Sie es neu.</translation>
    </message>
    <message>
        <source>The model {} was made for another version of Doab; train or fetch it again.</source>
        <translation>Das Modell {} wurde für eine andere Version von Doab gemacht; trainieren oder holen Sie es neu.</translation>
    </message>
    <message>
        <source>The encoder in {} was made for another version of Doab; train or fetch it again.</source>
        <translation>Der Encoder in {} wurde für eine andere Version von Doab gemacht; trainieren oder holen Sie ihn neu.</translation>
    </message>
    <message>
        <source>Only {} of {} parcels could be read.</source>
        <translation>Nur {} von {} Parzellen konnten gelesen werden.</translation>
    </message>
    <message>
        <source>The chosen area is empty or has no coordinate system. Choose another area in step 3.</source>
        <translation>Das gewählte Gebiet ist leer oder hat kein Koordinatensystem. Wählen Sie in Schritt 3 ein anderes Gebiet.</translation>
    </message>
    <message>
        <source>Only {} of {} parcels could be read, so nothing was written. The layer&apos;s file may be in use just now; try again.</source>
        <translation>Nur {} von {} Parzellen konnten gelesen werden, deshalb wurde nichts geschrieben. Vielleicht ist die Datei des Layers gerade in Gebrauch; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The layer has no coordinate reference system, which {} needs. Give it one in its properties, under Source, and export again.</source>
        <translation>Der Layer hat kein Koordinatenreferenzsystem, das {} braucht. Geben Sie ihm eines in seinen Eigenschaften unter „Quelle“ und exportieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>{} is in use by another program. The parcels are in {}.</source>
        <translation>{} wird von einem anderen Programm benutzt. Die Parzellen sind in {}.</translation>
    </message>
    <message>
        <source>{} also holds {}, which would be lost. Choose another file.</source>
        <translation>{} enthält auch {}; das ginge verloren. Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>{} could not be written: {}. Make room on the disk, close the programs that use the file, or choose another one.</source>
        <translation>{} konnte nicht geschrieben werden: {}. Schaffen Sie Platz auf dem Datenträger, schließen Sie die Programme, die die Datei benutzen, oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>The reference frame of {} shows no ground in {:.1f} of {:.1f} ha: it is cloudy or empty there, and no parcel was mapped. Another reference frame may show it.</source>
        <translation>Das Referenzbild vom {} zeigt auf {:.1f} von {:.1f} ha keinen Boden: Dort ist es bewölkt oder leer, und es wurde keine Parzelle kartiert. Ein anderes Referenzbild zeigt ihn vielleicht.</translation>
    </message>
    <message>
        <source>{:.0f} % clear</source>
        <translation>zu {:.0f} % klar</translation>
    </message>
    <message>
        <source>{:.0f} % clear only, for want of a clearer date</source>
        <translation>nur zu {:.0f} % klar, mangels eines klareren Datums</translation>
    </message>
    <message>
        <source>This QGIS has no such tool in its windows.</source>
        <translation>Dieses QGIS hat kein solches Werkzeug.</translation>
    </message>
    <message>
        <source>Not used: {}. The reasons stand first under “Recognised”.</source>
        <translation>Nicht verwendet: {}. Die Gründe stehen zuerst unter „Erkannt“.</translation>
    </message>
    <message>
        <source>Anything else</source>
        <translation>Alles andere</translation>
    </message>
    <message>
        <source>Nothing was recognised.</source>
        <translation>Es wurde nichts erkannt.</translation>
    </message>
    <message>
        <source>The name of this file has letters of another encoding, with which it cannot be opened. Rename it.</source>
        <translation>Der Name dieser Datei hat Buchstaben einer anderen Kodierung, mit denen sie nicht geöffnet werden kann. Benennen Sie sie um.</translation>
    </message>
    <message>
        <source>This raster holds {} {} times, as files with several dates do. Give one file for each date.</source>
        <translation>Dieses Raster enthält {} {}-mal, wie Dateien mit mehreren Aufnahmetagen. Geben Sie für jeden Tag eine Datei an.</translation>
    </message>
    <message>
        <source>no value is under 1000: processing baseline 04.00 or later</source>
        <translation>kein Wert unter 1000: Processing Baseline 04.00 oder höher</translation>
    </message>
    <message>
        <source>the growing season</source>
        <translation>Wachstumszeit</translation>
    </message>
    <message>
        <source>a high sun</source>
        <translation>hoher Sonnenstand</translation>
    </message>
    <message>
        <source>the model is surest of the map from it</source>
        <translation>der Karte daraus ist sich das Modell am sichersten</translation>
    </message>
    <message>
        <source>Only winter dates are clear; borders are weaker then.</source>
        <translation>Nur Wintertage sind klar; Grenzen sind dann schwächer zu sehen.</translation>
    </message>
    <message>
        <source>Looks at every Sentinel-2 date and says how well the outlines of field parcels could be taken from it. The table has one row for each date:
score – from 0 (worst) to 1 (best), made of the parts that follow
clear – the share of the area that is covered and free of clouds
haze, sharpness, contrast – compared with the other dates, 1 is the best of them (little haze)
season – 1 at the height of the growing season of the latitude, less before and after
sun – 0 for a low sun with long shadows, 1 for a high one
map – how sure the model is of the map from this date, where a run has compared the best dates
proposed – 1 for the best date, else 0
reason – why it is proposed, or why a date cannot be used

Choose Sentinel-2 images or a folder that holds them; all other inputs are optional.

The proposed date can be handed on to “Map field parcels”, which otherwise compares the best dates by sample maps and chooses by itself.

Contains modified Copernicus Sentinel data.</source>
        <translation>Sieht jedes Sentinel-2-Datum an und sagt, wie gut sich die Umrisse von Feldparzellen daraus ablesen lassen. Die Tabelle hat eine Zeile je Datum:
score – von 0 (schlecht) bis 1 (gut), aus den folgenden Teilen
clear – der Anteil des Gebiets, der abgedeckt und wolkenfrei ist
haze, sharpness, contrast – im Vergleich der Aufnahmetage, 1 ist der beste (wenig Dunst)
season – 1 auf der Höhe der Wachstumszeit der geographischen Breite, weniger davor und danach
sun – 0 bei tief stehender Sonne mit langen Schatten, 1 bei hoch stehender
map – wie sicher sich das Modell der Karte aus diesem Datum ist, wo ein Lauf die besten Daten verglichen hat
proposed – 1 für das beste Datum, sonst 0
reason – warum es vorgeschlagen wird, oder warum ein Datum unbrauchbar ist

Wählen Sie Sentinel-2-Bilder oder einen Ordner, der sie enthält; alle anderen Eingaben sind freiwillig.

Das vorgeschlagene Datum lässt sich an „Feldparzellen kartieren“ weitergeben, das sonst die besten Daten mit Probekarten vergleicht und selbst wählt.

Enthält veränderte Copernicus-Sentinel-Daten.</translation>
    </message>
    <message>
        <source>Name the file with the ground to leave out with --exclude.</source>
        <translation>Nennen Sie die Datei mit den Flächen, die ausgelassen werden, mit --exclude.</translation>
    </message>
    <message>
        <source>The values to leave out, {!r}, are no whole numbers. Write them as 10,50,80.</source>
        <translation>Die auszulassenden Werte, {!r}, sind keine ganzen Zahlen. Schreiben Sie sie als 10,50,80.</translation>
    </message>
    <message>
        <source>Values to leave out are those of a raster, but {} holds polygons. Give no values for it.</source>
        <translation>Auszulassende Werte sind die eines Rasters, {} enthält aber Polygone. Geben Sie dafür keine Werte an.</translation>
    </message>
    <message>
        <source>{} holds curves. Convert its shapes to straight segments first.</source>
        <translation>{} enthält Kurven. Wandeln Sie dessen Formen zuerst in gerade Strecken um.</translation>
    </message>
    <message>
        <source>{} has no layer {}. Choose one of: {}.</source>
        <translation>{} hat keinen Layer {}. Wählen Sie einen von: {}.</translation>
    </message>
    <message>
        <source>{} holds several layers with polygons: {}. Name the one to leave out.</source>
        <translation>{} enthält mehrere Layer mit Polygonen: {}. Nennen Sie den, der ausgelassen wird.</translation>
    </message>
    <message>
        <source>The ground to leave out cannot be read: {} is no raster and no layer of polygons that opens ({}).</source>
        <translation>Die auszulassenden Flächen können nicht gelesen werden: {} ist kein Raster und kein Polygonlayer, der sich öffnen lässt ({}).</translation>
    </message>
    <message>
        <source>{} holds no polygons. Choose a raster or a layer of polygons as the ground to leave out.</source>
        <translation>{} enthält keine Polygone. Wählen Sie ein Raster oder einen Polygonlayer als auszulassende Flächen.</translation>
    </message>
    <message>
        <source>{} leaves out all of the area to map. Choose another area, or other ground to leave out.</source>
        <translation>{} lässt das ganze Gebiet aus. Wählen Sie ein anderes Gebiet oder andere auszulassende Flächen.</translation>
    </message>
    <message>
        <source>{} does not overlap the area to map, so that no ground is left out.</source>
        <translation>{} überschneidet sich nicht mit dem Gebiet, sodass keine Fläche ausgelassen wird.</translation>
    </message>
    <message>
        <source>No ground is left out: nothing in the area to map has one of the values to leave out in {}.</source>
        <translation>Es wird keine Fläche ausgelassen: Im Gebiet kommt keiner der auszulassenden Werte von {} vor.</translation>
    </message>
    <message>
        <source>“{}” holds polygons, which have no values. Leave the values to leave out empty.</source>
        <translation>„{}“ enthält Polygone, und die haben keine Werte. Lassen Sie die auszulassenden Werte leer.</translation>
    </message>
    <message>
        <source>“{}” holds no polygons. Choose a raster or a layer of polygons as the ground to leave out.</source>
        <translation>„{}“ enthält keine Polygone. Wählen Sie ein Raster oder einen Polygonlayer als auszulassende Flächen.</translation>
    </message>
    <message>
        <source>The values to leave out, “{}”, are no whole numbers. Write them as 10, 50, 80.</source>
        <translation>Die auszulassenden Werte, „{}“, sind keine ganzen Zahlen. Schreiben Sie sie als 10, 50, 80.</translation>
    </message>
    <message>
        <source>The ground to leave out is read from a file, but “{}” is none, or it has a filter or unsaved edits. Save it as GeoTIFF or GeoPackage and choose that.</source>
        <translation>Die auszulassenden Flächen werden aus einer Datei gelesen, „{}“ ist aber keine oder hat einen Filter oder ungespeicherte Änderungen. Speichern Sie den Layer als GeoTIFF oder GeoPackage, und wählen Sie das.</translation>
    </message>
    <message>
        <source>Left out: {}</source>
        <translation>Ausgelassen: {}</translation>
    </message>
    <message>
        <source>No farmland</source>
        <translation>Keine Landwirtschaftsfläche</translation>
    </message>
    <message>
        <source>No field, by the model</source>
        <translation>Kein Feld, laut Modell</translation>
    </message>
    <message>
        <source>Left out of the run</source>
        <translation>Vom Lauf ausgelassen</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>Ground on which nothing is mapped, such as woods and settlements: a raster of land cover, or polygons.</source>
        <translation>Flächen, auf denen nichts kartiert wird, etwa Wald und Siedlung: ein Raster der Landbedeckung oder Polygone.</translation>
    </message>
    <message>
        <source>Values to leave out</source>
        <translation>Auszulassende Werte</translation>
    </message>
    <message>
        <source>The values of that raster to leave out, with commas between. Those of ESA WorldCover: 10 trees, 20 shrubs, 50 built-up, 60 bare, 70 snow, 80 water, 90 wetland, 95 mangroves, 100 moss. Empty: every value other than 0 and nodata.</source>
        <translation>Die auszulassenden Werte dieses Rasters, durch Kommas getrennt. Die von ESA WorldCover: 10 Bäume, 20 Sträucher, 50 bebaut, 60 kahl, 70 Schnee, 80 Wasser, 90 Feuchtgebiet, 95 Mangroven, 100 Moos. Leer: jeder Wert außer 0 und Nodata.</translation>
    </message>
    <message>
        <source>The ground to leave out is not there. Choose its layer, or leave it and its values empty.</source>
        <translation>Die auszulassenden Flächen gibt es nicht. Wählen Sie ihren Layer, oder lassen Sie ihn und die Werte leer.</translation>
    </message>
    <message>
        <source>No farmland: {} ha</source>
        <translation>Keine Landwirtschaftsfläche: {} ha</translation>
    </message>
    <message>
        <source>The folder {} holds files and would be removed. Give an empty one.</source>
        <translation>Der Ordner {} enthält Dateien und würde entfernt. Nennen Sie einen leeren.</translation>
    </message>
    <message>
        <source>{} could not be replaced when the run was over. The parcels are in {}.</source>
        <translation>{} ließ sich am Ende des Laufs nicht ersetzen. Die Parzellen sind in {}.</translation>
    </message>
    <message>
        <source>{} was not written by Doab. Give another name.</source>
        <translation>{} wurde nicht von Doab geschrieben. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Temporary folders that killed runs had left in {} were removed: {} ({:.1f} MB).</source>
        <translation>Temporäre Ordner, die abgebrochene Läufe in {} hinterlassen hatten, wurden entfernt: {} ({:.1f} MB).</translation>
    </message>
    <message>
        <source>{!r} is no possible name of a file ({}).</source>
        <translation>{!r} ist als Dateiname nicht möglich ({}).</translation>
    </message>
    <message>
        <source>{} is a link that leads nowhere. Give another name.</source>
        <translation>{} ist eine Verknüpfung, die nirgendwohin führt. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>The disk of {} is full. Free some space or write elsewhere.</source>
        <translation>Der Datenträger von {} ist voll. Schaffen Sie Platz oder schreiben Sie anderswohin.</translation>
    </message>
    <message>
        <source>{!r} cannot be created in {}: {}.</source>
        <translation>{!r} lässt sich in {} nicht anlegen: {}.</translation>
    </message>
    <message>
        <source>{:.0f} MB are needed in {}, where {:.0f} MB are free. Free some space or write the result elsewhere.</source>
        <translation>{:.0f} MB werden in {} gebraucht, wo {:.0f} MB frei sind. Schaffen Sie Platz oder schreiben Sie das Ergebnis anderswohin.</translation>
    </message>
    <message>
        <source>{} exists already and is kept. Give another name, or have it replaced (--overwrite).</source>
        <translation>{} gibt es schon und bleibt erhalten. Wählen Sie einen anderen Namen oder lassen Sie die Datei ersetzen (--overwrite).</translation>
    </message>
    <message>
        <source>It may hold parcels that were edited by hand.</source>
        <translation>Die Datei kann Parzellen enthalten, die von Hand bearbeitet wurden.</translation>
    </message>
    <message>
        <source>Parcels in it that were edited by hand: {}.</source>
        <translation>Von Hand bearbeitete Parzellen darin: {}.</translation>
    </message>
    <message>
        <source>{} is no ordinary file. Give another name.</source>
        <translation>{} ist keine gewöhnliche Datei. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{} is an input of this run and cannot be its output. Give another name.</source>
        <translation>{} ist eine Eingabe dieses Laufs und kann nicht seine Ausgabe sein. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{} is write-protected. Give another name.</source>
        <translation>{} ist schreibgeschützt. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>{} cannot be read: {}.</source>
        <translation>{} lässt sich nicht lesen: {}.</translation>
    </message>
    <message>
        <source>The name {} is too long for this disk. Give a shorter one.</source>
        <translation>Der Name {} ist für diesen Datenträger zu lang. Wählen Sie einen kürzeren.</translation>
    </message>
    <message>
        <source>{} is in use by another program. Close what has it open, or write elsewhere.</source>
        <translation>{} wird von einem anderen Programm benutzt. Schließen Sie, was die Datei geöffnet hat, oder schreiben Sie anderswohin.</translation>
    </message>
    <message>
        <source>{} is a file. Give the name of a folder.</source>
        <translation>{} ist eine Datei. Nennen Sie einen Ordner.</translation>
    </message>
    <message>
        <source>The folder {} cannot be made: {}.</source>
        <translation>Der Ordner {} lässt sich nicht anlegen: {}.</translation>
    </message>
    <message>
        <source>{} exists already. Replace it?</source>
        <translation>{} gibt es schon. Ersetzen?</translation>
    </message>
    <message>
        <source>Replace the file</source>
        <translation>Datei ersetzen</translation>
    </message>
    <message>
        <source>Writes parcels to a file. Its ending says the format:
.gpkg – GeoPackage, every value as it is
.shp – Shapefile with short column names. NAME_extra.csv holds what does not fit, NAME_readme.txt says what became of each column
.fgb – FlatGeobuf, every value as it is
.geojson – GeoJSON in WGS 84 with 7 decimals (RFC 7946)
.parquet – GeoParquet after the fiboa specification; needs Doab's Python environment

An older export of that name is replaced; a file that Doab did not write, or that is in use, never is.</source>
        <translation>Schreibt Parzellen in eine Datei. Ihre Endung nennt das Format:
.gpkg – GeoPackage, jeder Wert unverändert
.shp – Shapefile mit kurzen Spaltennamen. NAME_extra.csv enthält, was nicht passt, NAME_readme.txt sagt, was aus jeder Spalte wurde
.fgb – FlatGeobuf, jeder Wert unverändert
.geojson – GeoJSON in WGS 84 mit 7 Dezimalstellen (RFC 7946)
.parquet – GeoParquet nach der fiboa-Spezifikation; braucht die Python-Umgebung von Doab

Ein älterer Export dieses Namens wird ersetzt; eine Datei, die nicht von Doab stammt oder in Benutzung ist, nie.</translation>
    </message>
    <message>
        <source>Maps agricultural fields from a season of satellite images: one polygon a field, with its crop (EuroCrops HCAT code), the confidence of the crop, the two next likeliest crops and the quality of the boundary.

Choose Sentinel-2 images or a folder that holds them; all other inputs are optional.

What grows is read from all dates, where a field ends from one of them, the reference date.

The result is a GeoPackage that holds its styles: colour is the crop, opacity the confidence. “Export parcels” makes shapefiles and other formats of it. An older result of that name is replaced; a file that Doab did not write, or that is an input or in use, never is.

Contains modified Copernicus Sentinel data.</source>
        <translation>Kartiert landwirtschaftliche Felder aus einer Saison von Satellitenbildern: ein Polygon je Feld, mit seiner Kultur (HCAT-Code von EuroCrops), der Konfidenz der Kultur, den zwei nächstwahrscheinlichen Kulturen und der Güte des Umrisses.

Wählen Sie Sentinel-2-Bilder oder einen Ordner, der sie enthält; alle anderen Eingaben sind freiwillig.

Was wächst, wird aus allen Aufnahmetagen gelesen, wo ein Feld endet, aus einem, dem Referenzdatum.

Das Ergebnis ist ein GeoPackage, das seine Stile enthält: Die Farbe ist die Kultur, die Deckkraft die Konfidenz. „Parzellen exportieren“ macht daraus Shapefiles und andere Formate. Ein älteres Ergebnis dieses Namens wird ersetzt; eine Datei, die nicht von Doab stammt, Eingabe oder in Benutzung ist, nie.

Enthält veränderte Copernicus-Sentinel-Daten.</translation>
    </message>
    <message>
        <source>The disk became full before the end: {}. Free some space and repeat.</source>
        <translation>Der Datenträger wurde vor dem Ende voll: {}. Schaffen Sie Platz und wiederholen Sie den Vorgang.</translation>
    </message>
    <message>
        <source>What is mapped cannot be written to {} ({}). Free some space and run again: what is finished is kept, and the run goes on from there.</source>
        <translation>Was kartiert ist, lässt sich nicht nach {} schreiben ({}). Schaffen Sie Platz und starten Sie erneut: Was fertig ist, bleibt erhalten, und der Lauf geht von dort weiter.</translation>
    </message>
    <message>
        <source>{} was mapped with other crops than those of this model, so that nothing can be mapped like it.</source>
        <translation>{} wurde mit anderen Kulturen kartiert als denen dieses Modells; danach lässt sich nichts kartieren.</translation>
    </message>
    <message>
        <source>{} cannot be read ({}). Give an earlier result of Doab.</source>
        <translation>{} lässt sich nicht lesen ({}). Nennen Sie ein früheres Ergebnis von Doab.</translation>
    </message>
    <message>
        <source>{} does not say what it was mapped with. Map it again, or map without it.</source>
        <translation>{} sagt nicht, womit es kartiert wurde. Kartieren Sie es neu, oder kartieren Sie ohne es.</translation>
    </message>
    <message>
        <source>Reading images and looking for fields; {} of {} blocks were finished before</source>
        <translation>Bilder werden gelesen und Felder gesucht; {} von {} Blöcken waren schon fertig</translation>
    </message>
    <message>
        <source>A finished part of the run was damaged and has been removed: {} ({}). Run again to map it anew.</source>
        <translation>Ein fertiger Teil des Laufs war beschädigt und wurde entfernt: {} ({}). Starten Sie erneut, um ihn neu zu kartieren.</translation>
    </message>
    <message>
        <source>What an unfinished run of {} had left was removed.</source>
        <translation>Was ein unfertiger Lauf vom {} hinterlassen hatte, wurde entfernt.</translation>
    </message>
    <message>
        <source>This run cannot be continued if it is interrupted: {} cannot be used ({}).</source>
        <translation>Dieser Lauf kann nach einer Unterbrechung nicht fortgesetzt werden: {} ist nicht benutzbar ({}).</translation>
    </message>
    <message>
        <source>{} is no ordinary file</source>
        <translation>{} ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>{} has {} MB, more than any model</source>
        <translation>{} hat {} MB, mehr als jedes Modellpaket</translation>
    </message>
    <message>
        <source>it is no JSON object</source>
        <translation>es ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>its {} cannot be right</source>
        <translation>{} kann nicht stimmen</translation>
    </message>
    <message>
        <source>{!r} is no cluster. Write local, local:N for N processes, or tcp://HOST:PORT.</source>
        <translation>{!r} ist kein Cluster. Schreiben Sie local, local:N für N Prozesse oder tcp://HOST:PORT.</translation>
    </message>
    <message>
        <source>For --cluster, Dask is missing. Install it with: {}</source>
        <translation>Für --cluster fehlt Dask. Installieren Sie es mit: {}</translation>
    </message>
    <message>
        <source>The scheduler of the cluster is gone. Run again: what is finished is kept.</source>
        <translation>Der Scheduler des Clusters ist weg. Starten Sie erneut: Was fertig ist, bleibt erhalten.</translation>
    </message>
    <message>
        <source>No Dask scheduler answers at {} ({}). Start one, or use --cluster local.</source>
        <translation>Unter {} antwortet kein Dask-Scheduler ({}). Starten Sie einen, oder verwenden Sie --cluster local.</translation>
    </message>
    <message>
        <source>A worker was lost; another one does what it was doing.</source>
        <translation>Ein Worker ging verloren; ein anderer macht weiter, was er tat.</translation>
    </message>
    <message>
        <source>No worker is there; the run waits for one.</source>
        <translation>Kein Worker ist da; der Lauf wartet auf einen.</translation>
    </message>
    <message>
        <source>The workers cannot run Doab ({}). Install the same version on all machines.</source>
        <translation>Die Worker können Doab nicht ausführen ({}). Installieren Sie auf allen Rechnern dieselbe Version.</translation>
    </message>
    <message>
        <source>Workers were lost again and again at the same part, for want of memory, perhaps ({}).</source>
        <translation>Am selben Teil gingen immer wieder Worker verloren, vielleicht aus Mangel an Speicher ({}).</translation>
    </message>
    <message>
        <source>The workers were stopped by another run of the same job.</source>
        <translation>Die Worker wurden von einem anderen Lauf desselben Auftrags angehalten.</translation>
    </message>
    <message>
        <source>The worker on {} does not see {}. Give a folder that all machines share with --runs.</source>
        <translation>Der Worker auf {} sieht {} nicht. Nennen Sie mit --runs einen Ordner, den alle Rechner teilen.</translation>
    </message>
    <message>
        <source>The worker on {} does not see the same images or bundle as this machine. They need the same paths, sizes and modification times everywhere.</source>
        <translation>Der Worker auf {} sieht nicht dieselben Bilder oder dasselbe Modellpaket wie dieser Rechner. Pfade, Größen und Änderungszeiten müssen überall gleich sein.</translation>
    </message>
    <message>
        <source>Writing parcels as GeoParquet</source>
        <translation>Parzellen werden als GeoParquet geschrieben</translation>
    </message>
    <message>
        <source>{} was written and cannot be read again: the disk is faulty. Run again on another one.</source>
        <translation>{} wurde geschrieben und lässt sich nicht wieder lesen: Der Datenträger ist fehlerhaft. Starten Sie auf einem anderen erneut.</translation>
    </message>
    <message>
        <source>The weights of the model {} cannot be read ({}); fetch or export it again.</source>
        <translation>Die Gewichte des Modellpakets {} lassen sich nicht lesen ({}); holen oder exportieren Sie es erneut.</translation>
    </message>
    <message>
        <source>The weights of the model {} are not finite numbers ({}); fetch or export it again.</source>
        <translation>Die Gewichte des Modellpakets {} sind keine endlichen Zahlen ({}); holen oder exportieren Sie es erneut.</translation>
    </message>
    <message>
        <source>This image has other bands, or another scale, unit or nodata value, than another image of {}; it is left out. Give the images of one date in the same form.</source>
        <translation>Dieses Bild hat andere Kanäle, eine andere Skalierung, Einheit oder einen anderen Nodata-Wert als ein anderes Bild von {}; es wird weggelassen. Geben Sie die Bilder eines Tages in derselben Form.</translation>
    </message>
    <message>
        <source>{} of {} come from another file already, which shows the same ground; this one is left out. Leave one of them out.</source>
        <translation>{} von {} kommen schon aus einer anderen Datei, die denselben Boden zeigt; diese wird weggelassen. Lassen Sie eine von beiden weg.</translation>
    </message>
    <message>
        <source>{} of {} Sentinel-2 dates are of level 1C (first: {}): their reflectance is that at the top of the atmosphere. Level 2A of the same dates gives better maps.</source>
        <translation>{} von {} Sentinel-2-Tagen haben Level 1C (zuerst: {}): Ihre Reflexion ist die am Oberrand der Atmosphäre. Level 2A derselben Tage gibt bessere Karten.</translation>
    </message>
    <message>
        <source>{} of {} Sentinel-1 dates were taken at another time of day than {} (first: {}), from an orbit that looks from another side. Use the images of one orbit.</source>
        <translation>{} von {} Sentinel-1-Tagen wurden zu einer anderen Tageszeit als {} aufgenommen (zuerst: {}), von einer Bahn, die von der anderen Seite blickt. Verwenden Sie die Bilder einer Bahn.</translation>
    </message>
    <message>
        <source>From January 2022 on, Sentinel-2 images are stored with 1000 added. The values do not tell whether that was taken off here; it is assumed that it was. Say what the values are.</source>
        <translation>Seit Januar 2022 werden Sentinel-2-Bilder um 1000 erhöht gespeichert. Die Werte verraten nicht, ob das hier abgezogen wurde; es wird angenommen. Sagen Sie, was die Werte sind.</translation>
    </message>
    <message>
        <source>{} of {} Sentinel-2 dates since January 2022 are stored with 1000 added (first: {}), the others without it (first: {}), by their darkest values. If that is wrong, say what the values are.</source>
        <translation>{} von {} Sentinel-2-Tagen seit Januar 2022 sind nach ihren dunkelsten Werten um 1000 erhöht gespeichert (zuerst: {}), die anderen nicht (zuerst: {}). Wenn das falsch ist, sagen Sie, was die Werte sind.</translation>
    </message>
    <message>
        <source>This archive holds no image that can be read. Unpack it and give the folder.</source>
        <translation>Dieses Archiv enthält kein Bild, das sich lesen lässt. Entpacken Sie es und geben Sie den Ordner an.</translation>
    </message>
    <message>
        <source>The images lie south of the equator: the season runs from March to June of the next year there. The shares of crops that are expected are those of Europe; look at the map before you rely on it.</source>
        <translation>Die Bilder liegen südlich des Äquators: Dort reicht die Saison von März bis Juni des nächsten Jahres. Die erwarteten Anteile der Kulturen sind die Europas; sehen Sie sich die Karte an, bevor Sie sich darauf verlassen.</translation>
    </message>
    <message>
        <source>The georeference of this raster is damaged: its pixels have no size. Georeference it anew.</source>
        <translation>Die Georeferenz dieses Rasters ist beschädigt: Seine Pixel haben keine Größe. Georeferenzieren Sie es neu.</translation>
    </message>
    <message>
        <source>The coordinate reference system of this raster is not one of the Earth. Assign another one.</source>
        <translation>Das Koordinatenreferenzsystem dieses Rasters ist keines der Erde. Weisen Sie ein anderes zu.</translation>
    </message>
    <message>
        <source>Its pixels have {} m, with which no fields can be seen. Give images of 10 to 60 m.</source>
        <translation>Seine Pixel haben {} m, womit sich keine Felder erkennen lassen. Geben Sie Bilder mit 10 bis 60 m.</translation>
    </message>
    <message>
        <source>The coordinates of this raster do not fit its coordinate reference system. Assign the right one.</source>
        <translation>Die Koordinaten dieses Rasters passen nicht zu seinem Koordinatenreferenzsystem. Weisen Sie das richtige zu.</translation>
    </message>
    <message>
        <source>This file cannot be opened ({}).</source>
        <translation>Diese Datei lässt sich nicht öffnen ({}).</translation>
    </message>
    <message>
        <source>This is no ordinary file. Leave it out.</source>
        <translation>Das ist keine gewöhnliche Datei. Lassen Sie sie weg.</translation>
    </message>
    <message>
        <source>This text file describes a raster that lies elsewhere and is not opened. Give the images themselves.</source>
        <translation>Diese Textdatei beschreibt ein Raster, das anderswo liegt, und wird nicht geöffnet. Geben Sie die Bilder selbst an.</translation>
    </message>
    <message>
        <source>This virtual raster is too large or too deeply nested. Give its images.</source>
        <translation>Dieses virtuelle Raster ist zu groß oder zu tief verschachtelt. Geben Sie seine Bilder an.</translation>
    </message>
    <message>
        <source>This virtual raster refers to {}, which is no image on this computer. Give its images.</source>
        <translation>Dieses virtuelle Raster verweist auf {}, das kein Bild auf diesem Rechner ist. Geben Sie seine Bilder an.</translation>
    </message>
    <message>
        <source>This file has the format {}, which is not read. Convert it to GeoTIFF.</source>
        <translation>Diese Datei hat das Format {}, das nicht gelesen wird. Wandeln Sie sie in GeoTIFF um.</translation>
    </message>
    <message>
        <source>This file is stored in blocks of {} MB, too large to be read in parts. Convert it to a tiled GeoTIFF.</source>
        <translation>Diese Datei ist in Blöcken von {} MB gespeichert, zu groß, um in Teilen gelesen zu werden. Wandeln Sie sie in ein gekacheltes GeoTIFF um.</translation>
    </message>
    <message>
        <source>This is an image of {}, which has other bands than Sentinel-2. It is not used; leave it out.</source>
        <translation>Das ist ein Bild von {}, das andere Kanäle hat als Sentinel-2. Es wird nicht verwendet; lassen Sie es weg.</translation>
    </message>
    <message>
        <source>The {} bands of this raster have no names, and their values are in no order that is usual for Sentinel images. Say which band is which.</source>
        <translation>Die {} Kanäle dieses Rasters haben keine Namen, und ihre Werte stehen in keiner für Sentinel-Bilder üblichen Reihenfolge. Sagen Sie, welcher Kanal welcher ist.</translation>
    </message>
    <message>
        <source>This raster holds {}, no reflectance. Give the bands themselves, or leave it out.</source>
        <translation>Dieses Raster enthält {}, keine Reflexion. Geben Sie die Kanäle selbst an, oder lassen Sie es weg.</translation>
    </message>
    <message>
        <source>The bands of this raster are called {}, and none of them is one of Sentinel-2 or Sentinel-1.</source>
        <translation>Die Kanäle dieses Rasters heißen {}, und keiner davon ist einer von Sentinel-2 oder Sentinel-1.</translation>
    </message>
    <message>
        <source>{}: {} % of what was read of it could not be read and counts as without data. {}</source>
        <translation>{}: {} % des Gelesenen waren nicht lesbar und zählen als ohne Daten. {}</translation>
    </message>
    <message>
        <source>The elevation model could not be read everywhere. {}</source>
        <translation>Das Höhenmodell ließ sich nicht überall lesen. {}</translation>
    </message>
    <message>
        <source>it is outside the season that is mapped, {} to {}</source>
        <translation>es liegt außerhalb der kartierten Saison, {} bis {}</translation>
    </message>
    <message>
        <source>the dates are of several seasons, and it is outside the one with the most of them, {} to {}</source>
        <translation>die Tage gehören zu mehreren Saisons, und es liegt außerhalb der mit den meisten, {} bis {}</translation>
    </message>
    <message>
        <source>The season {!r} is none. Write the year of the harvest (2021), first/last date, or all.</source>
        <translation>{!r} ist keine Saison. Schreiben Sie das Erntejahr (2021), ersten/letzten Tag oder all.</translation>
    </message>
    <message>
        <source>This raster holds complex numbers, no reflectance. Give calibrated Sentinel-2 bands.</source>
        <translation>Dieses Raster enthält komplexe Zahlen, keine Reflexion. Geben Sie kalibrierte Sentinel-2-Kanäle an.</translation>
    </message>
    <message>
        <source>The scale of this raster in its metadata is no positive number. Say what its values are.</source>
        <translation>Die Skalierung dieses Rasters in seinen Metadaten ist keine positive Zahl. Sagen Sie, was seine Werte sind.</translation>
    </message>
    <message>
        <source>As {}, the values of this raster would be a reflectance of {}, which there is not. Say what they are.</source>
        <translation>Mit {} wären die Werte dieses Rasters eine Reflexion von {}, die es nicht gibt. Sagen Sie, was sie sind.</translation>
    </message>
    <message>
        <source>This radar image is complex (SLC). Give backscatter in decibel or linear power (GRD, RTC).</source>
        <translation>Dieses Radarbild ist komplex (SLC). Geben Sie Rückstreuung in Dezibel oder linearer Leistung an (GRD, RTC).</translation>
    </message>
    <message>
        <source>This raster is said to be in decibel, but its values are small and positive, as linear ones are.</source>
        <translation>Dieses Raster soll in Dezibel sein, aber seine Werte sind klein und positiv wie lineare.</translation>
    </message>
    <message>
        <source>This raster is said to be linear, but its values are negative, as decibels are.</source>
        <translation>Dieses Raster soll linear sein, aber seine Werte sind negativ wie Dezibel.</translation>
    </message>
    <message>
        <source>Say which it is.</source>
        <translation>Sagen Sie, was es ist.</translation>
    </message>
    <message>
        <source>The file {!r} cannot be read: {}.</source>
        <translation>Die Datei {!r} lässt sich nicht lesen: {}.</translation>
    </message>
    <message>
        <source>{!r} is no ordinary file. Name one.</source>
        <translation>{!r} ist keine gewöhnliche Datei. Nennen Sie eine.</translation>
    </message>
    <message>
        <source>{!r} has {} MB, which no such file has.</source>
        <translation>{!r} hat {} MB, was keine solche Datei hat.</translation>
    </message>
    <message>
        <source>{} has the ending of a {}, but a {} is written here. Use the ending {}.</source>
        <translation>{} hat die Endung von {}, hier wird aber {} geschrieben. Verwenden Sie die Endung {}.</translation>
    </message>
    <message>
        <source>{}, which gives a span of time: its middle is assumed</source>
        <translation>{}, der eine Zeitspanne nennt: deren Mitte wird angenommen</translation>
    </message>
    <message>
        <source>{}, in which the day is assumed to come before the month</source>
        <translation>{}, in dem der Tag vor dem Monat angenommen wird</translation>
    </message>
    <message>
        <source>names of the files in the virtual raster</source>
        <translation>Namen der Dateien im virtuellen Raster</translation>
    </message>
    <message>
        <source>16 bits of Sentinel Hub&apos;s browsers in the name</source>
        <translation>16 Bit der Browser von Sentinel Hub im Namen</translation>
    </message>
    <message>
        <source>scale in the name of the product</source>
        <translation>Skala im Namen des Produkts</translation>
    </message>
    <message>
        <source>with the offset of the metadata reflectance is negative: it was taken off before</source>
        <translation>mit dem Offset der Metadaten ist die Reflexion negativ: Er wurde schon abgezogen</translation>
    </message>
    <message>
        <source>reflectance in percent</source>
        <translation>Reflexion in Prozent</translation>
    </message>
    <message>
        <source>reflectance × 65 535</source>
        <translation>Reflexion × 65 535</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>Zeilen kopieren</translation>
    </message>
    <message>
        <source>This file cannot be opened as a raster; it may be damaged. Replace it or leave it out.</source>
        <translation>Diese Datei lässt sich nicht als Raster öffnen; sie ist vielleicht beschädigt. Ersetzen Sie sie oder lassen Sie sie weg.</translation>
    </message>
    <message>
        <source>This file cannot be read ({}); it may be damaged. Replace it or leave it out.</source>
        <translation>Diese Datei lässt sich nicht lesen ({}); sie ist vielleicht beschädigt. Ersetzen Sie sie oder lassen Sie sie weg.</translation>
    </message>
    <message>
        <source>band {} of the same file</source>
        <translation>Kanal {} derselben Datei</translation>
    </message>
    <message>
        <source>Fewer than two classes are left. Switch off fewer of them, or add some.</source>
        <translation>Es bleiben weniger als zwei Klassen. Schalten Sie weniger davon ab, oder fügen Sie welche hinzu.</translation>
    </message>
    <message>
        <source>{} is no crop of HCAT. Give its code, its HCAT name or the label of a class.</source>
        <translation>{} ist keine Kultur von HCAT. Geben Sie ihren Code, ihren HCAT-Namen oder die Bezeichnung einer Klasse an.</translation>
    </message>
    <message>
        <source>No parcel of {} was corrected, so that there is nothing to learn. Correct some, or give a layer.</source>
        <translation>Keine Parzelle von {} wurde korrigiert, daher gibt es nichts zu lernen. Korrigieren Sie welche, oder geben Sie einen Layer an.</translation>
    </message>
    <message>
        <source>corrections</source>
        <translation>Korrekturen</translation>
    </message>
    <message>
        <source>No parcel of {} gets a crop from {}: they do not overlap, or its crops are not understood.</source>
        <translation>Keine Parzelle von {} erhält eine Kultur aus {}: Sie überschneiden sich nicht, oder die Kulturen dort sind nicht verständlich.</translation>
    </message>
    <message>
        <source>The model {} was made for another region ({:.1f} to {:.1f} east, {:.1f} to {:.1f} north), and its crops may not fit here.</source>
        <translation>Das Modell {} wurde für eine andere Region gemacht ({:.1f} bis {:.1f} Ost, {:.1f} bis {:.1f} Nord), und seine Kulturen passen hier vielleicht nicht.</translation>
    </message>
    <message>
        <source>{} labelled parcels of {} classes are too few to learn from: {} of two classes are needed.</source>
        <translation>{} Parzellen mit Kultur aus {} Klassen sind zu wenige, um daraus zu lernen: Nötig sind {} aus zwei Klassen.</translation>
    </message>
    <message>
        <source>What the model {} holds about its region or training cannot be read ({}); fetch it again.</source>
        <translation>Was das Modell {} über seine Region oder sein Training enthält, lässt sich nicht lesen ({}); holen Sie es neu.</translation>
    </message>
    <message>
        <source>There is no file {}. Give the GeoPackage of a mapping run.</source>
        <translation>Es gibt keine Datei {}. Geben Sie das GeoPackage eines Kartierungslaufs an.</translation>
    </message>
    <message>
        <source>{} cannot be read ({}). Give the GeoPackage of a mapping run.</source>
        <translation>{} lässt sich nicht lesen ({}). Geben Sie das GeoPackage eines Kartierungslaufs an.</translation>
    </message>
    <message>
        <source>{} does not say what its parcels were mapped with: it is of an earlier version. Map it again.</source>
        <translation>{} sagt nicht, womit die Parzellen kartiert wurden: Die Datei stammt aus einer früheren Version. Kartieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>{} holds no embeddings of its parcels. Map it again.</source>
        <translation>{} enthält keine Einbettungen (embeddings) der Parzellen. Kartieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>{} was not adapted, or that was undone already.</source>
        <translation>{} wurde nicht angepasst, oder das wurde schon rückgängig gemacht.</translation>
    </message>
    <message>
        <source>{} is being edited or written by another program. Save and end the editing, then repeat.</source>
        <translation>{} wird gerade bearbeitet oder von einem anderen Programm geschrieben. Speichern und beenden Sie die Bearbeitung, und wiederholen Sie dann.</translation>
    </message>
    <message>
        <source>Give either --undo or --suggest.</source>
        <translation>Geben Sie entweder --undo oder --suggest an.</translation>
    </message>
    <message>
        <source>Reading parcels</source>
        <translation>Parzellen lesen</translation>
    </message>
    <message>
        <source>Learning from {} parcels</source>
        <translation>Aus {} Parzellen lernen</translation>
    </message>
    <message>
        <source>The number of parcels to suggest must be 1 or more.</source>
        <translation>Die Anzahl der vorzuschlagenden Parzellen muss 1 oder mehr sein.</translation>
    </message>
    <message>
        <source>{} was not mapped with the model {}. Name the one that it was mapped with.</source>
        <translation>{} wurde nicht mit dem Modell {} kartiert. Nennen Sie das, mit dem kartiert wurde.</translation>
    </message>
    <message>
        <source>of this version</source>
        <translation>dieser Version</translation>
    </message>
    <message>
        <source>There is no result {}. Choose another.</source>
        <translation>Es gibt kein Ergebnis {}. Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>Comparing with the declared parcels</source>
        <translation>Mit den gemeldeten Parzellen vergleichen</translation>
    </message>
    <message>
        <source>Take another bundle, or go on with --anywhere.</source>
        <translation>Nehmen Sie ein anderes Modell, oder machen Sie mit --anywhere weiter.</translation>
    </message>
    <message>
        <source>{:.0f} % of the parcels are unlike what the model {} knows; teach it your region.</source>
        <translation>{:.0f} % der Parzellen sind anders als das, was das Modell {} kennt; bringen Sie ihm Ihre Region bei.</translation>
    </message>
    <message>
        <source>There is no file {}. Check the name of the parcel layer.</source>
        <translation>Es gibt keine Datei {}. Prüfen Sie den Namen des Parzellenlayers.</translation>
    </message>
    <message>
        <source>The year {} is not between {} and {}.</source>
        <translation>Das Jahr {} liegt nicht zwischen {} und {}.</translation>
    </message>
    <message>
        <source>{} parcels lie outside the images and are not in the dataset.</source>
        <translation>{} Parzellen liegen außerhalb der Bilder und sind nicht im Datensatz.</translation>
    </message>
    <message>
        <source>The coordinate reference system of {} is not one of the Earth. Assign another one.</source>
        <translation>Das Koordinatenbezugssystem von {} ist keines der Erde. Weisen Sie ein anderes zu.</translation>
    </message>
    <message>
        <source>{} holds no polygons. Choose a layer of parcels that has some.</source>
        <translation>{} enthält keine Polygone. Wählen Sie einen Parzellenlayer, der welche hat.</translation>
    </message>
    <message>
        <source>Writing parcels</source>
        <translation>Parzellen schreiben</translation>
    </message>
    <message>
        <source>{} of {} parcels have no crop: {}. The reason is in the column {}.</source>
        <translation>{} von {} Parzellen haben keine Kultur: {}. Der Grund steht in der Spalte {}.</translation>
    </message>
    <message>
        <source>{} was changed while the run was under way. Run again.</source>
        <translation>{} wurde während des Laufs geändert. Starten Sie den Lauf noch einmal.</translation>
    </message>
    <message>
        <source>Columns of the parcels that have the names of Doab&apos;s get others: {}.</source>
        <translation>Spalten der Parzellen, die wie die von Doab heißen, erhalten andere Namen: {}.</translation>
    </message>
    <message>
        <source>None of the parcels in {} lies where the images or the area to map are. Check its coordinate reference system, or choose another area or other images.</source>
        <translation>Keine der Parzellen in {} liegt dort, wo die Bilder oder das zu kartierende Gebiet sind. Prüfen Sie ihr Koordinatenbezugssystem, oder wählen Sie ein anderes Gebiet oder andere Bilder.</translation>
    </message>
    <message>
        <source>{} is {}, which is not between {:g} and {:g}.</source>
        <translation>{} ist {} und liegt nicht zwischen {:g} und {:g}.</translation>
    </message>
    <message>
        <source>{} is {}, which is no number.</source>
        <translation>{} ist {}, und das ist keine Zahl.</translation>
    </message>
    <message>
        <source>{} is {!r}, which is none of {}.</source>
        <translation>{} ist {!r}, und das ist keines von {}.</translation>
    </message>
    <message>
        <source>{} is {!r}, which is no date. Write it as 2019-06-30.</source>
        <translation>{} ist {!r}, und das ist kein Datum. Schreiben Sie es wie 2019-06-30.</translation>
    </message>
    <message>
        <source>{} is {!r}, which is no path of a file.</source>
        <translation>{} ist {!r}, und das ist kein Dateipfad.</translation>
    </message>
    <message>
        <source>The band</source>
        <translation>Der Kanal</translation>
    </message>
    <message>
        <source>The number of band {}</source>
        <translation>Die Nummer des Kanals {}</translation>
    </message>
    <message>
        <source>The result</source>
        <translation>Das Ergebnis</translation>
    </message>
    <message>
        <source>A file or folder of the run</source>
        <translation>Eine Datei oder ein Ordner des Laufs</translation>
    </message>
    <message>
        <source>The reference frame</source>
        <translation>Das Referenzbild</translation>
    </message>
    <message>
        <source>The device</source>
        <translation>Das Gerät</translation>
    </message>
    <message>
        <source>The smallest parcel (hectares)</source>
        <translation>Die kleinste Parzelle (Hektar)</translation>
    </message>
    <message>
        <source>The tolerance of outlines (metres)</source>
        <translation>Die Toleranz der Umrisse (Meter)</translation>
    </message>
    <message>
        <source>The size of the cache (MB)</source>
        <translation>Die Größe des Zwischenspeichers (MB)</translation>
    </message>
    <message>
        <source>The size of the pictures (pixels)</source>
        <translation>Die Größe der Bilder (Pixel)</translation>
    </message>
    <message>
        <source>The role of a source</source>
        <translation>Die Verwendung einer Quelle</translation>
    </message>
    <message>
        <source>The unit of a source</source>
        <translation>Die Einheit einer Quelle</translation>
    </message>
    <message>
        <source>The date of a source</source>
        <translation>Das Datum einer Quelle</translation>
    </message>
    <message>
        <source>The file of a band</source>
        <translation>Die Datei eines Kanals</translation>
    </message>
    <message>
        <source>The number of a band</source>
        <translation>Die Nummer eines Kanals</translation>
    </message>
    <message>
        <source>The sensor of an image</source>
        <translation>Der Sensor eines Bildes</translation>
    </message>
    <message>
        <source>The date of an image</source>
        <translation>Das Datum eines Bildes</translation>
    </message>
    <message>
        <source>The unit of an image</source>
        <translation>Die Einheit eines Bildes</translation>
    </message>
    <message>
        <source>The cloud mask of an image</source>
        <translation>Die Wolkenmaske eines Bildes</translation>
    </message>
    <message>
        <source>A bound of the area</source>
        <translation>Eine Grenze des Gebiets</translation>
    </message>
    <message>
        <source>This is a data cube of {}, which has other bands than Sentinel-2. It is not used; leave it out.</source>
        <translation>Das ist ein Datenwürfel von {}, der andere Kanäle hat als Sentinel-2. Er wird nicht verwendet; lassen Sie ihn weg.</translation>
    </message>
    <message>
        <source>This data cube has no variable with rows and columns. Give the images themselves.</source>
        <translation>Dieser Datenwürfel hat keine Variable mit Zeilen und Spalten. Geben Sie die Bilder selbst an.</translation>
    </message>
    <message>
        <source>This data cube says no date. Put it into the name (YYYY-MM-DD) or set it for the layer.</source>
        <translation>Dieser Datenwürfel nennt kein Datum. Nehmen Sie es in den Namen auf (JJJJ-MM-TT), oder setzen Sie es für den Layer.</translation>
    </message>
    <message>
        <source>No band of Sentinel-2 or Sentinel-1 was found in this data cube, whose variables are: {}.</source>
        <translation>In diesem Datenwürfel wurde kein Kanal von Sentinel-2 oder Sentinel-1 gefunden; seine Variablen sind: {}.</translation>
    </message>
    <message>
        <source>This data cube has several radar images of {}, perhaps of two orbits; only the first is used.</source>
        <translation>Dieser Datenwürfel hat mehrere Radarbilder vom {}, vielleicht von zwei Bahnen; nur das erste wird verwendet.</translation>
    </message>
    <message>
        <source>The columns of this data cube do not run from west to east. Order its dimensions as time, y, x.</source>
        <translation>Die Spalten dieses Datenwürfels verlaufen nicht von West nach Ost. Ordnen Sie seine Dimensionen als time, y, x an.</translation>
    </message>
    <message>
        <source>The bands of this data cube differ in scale, nodata value or CRS. Store them in one form.</source>
        <translation>Die Kanäle dieses Datenwürfels unterscheiden sich in Skalierung, Nodata-Wert oder KBS. Speichern Sie sie in einer Form.</translation>
    </message>
    <message>
        <source>Data cubes of this format are not read. Save it as NetCDF, or each date as a GeoTIFF, which the makers offer.</source>
        <translation>Datenwürfel in diesem Format werden nicht gelesen. Speichern Sie sie als NetCDF oder jeden Aufnahmetag als GeoTIFF, was die Hersteller anbieten.</translation>
    </message>
    <message>
        <source>its values contradict the names of the bands {} and {}, as if they were exchanged. Say which is which</source>
        <translation>seine Werte widersprechen den Namen der Kanäle {} und {}, als wären sie vertauscht. Sagen Sie, welcher welcher ist</translation>
    </message>
    <message>
        <source>{} cannot be read as a vector layer ({}). Convert or replace it.</source>
        <translation>{} lässt sich nicht als Vektorlayer lesen ({}). Wandeln Sie die Datei um, oder ersetzen Sie sie.</translation>
    </message>
    <message>
        <source>{} cannot be unpacked ({}). Fetch it again or unpack it yourself.</source>
        <translation>{} lässt sich nicht entpacken ({}). Holen Sie die Datei neu, oder entpacken Sie sie selbst.</translation>
    </message>
    <message>
        <source>{} holds several vector files: {}. Name one as the layer; or unpack it and name the file.</source>
        <translation>{} enthält mehrere Vektordateien: {}. Nennen Sie eine als Layer, oder entpacken Sie das Archiv und nennen Sie die Datei.</translation>
    </message>
    <message>
        <source>{} holds no vector file. Unpack it and name the file.</source>
        <translation>{} enthält keine Vektordatei. Entpacken Sie das Archiv, und nennen Sie die Datei.</translation>
    </message>
    <message>
        <source>{} holds several layers with polygons: {}. Name one.</source>
        <translation>{} enthält mehrere Layer mit Polygonen: {}. Nennen Sie einen.</translation>
    </message>
    <message>
        <source>{} holds no layer with polygons. Choose a layer of parcels.</source>
        <translation>{} enthält keinen Layer mit Polygonen. Wählen Sie einen Parzellenlayer.</translation>
    </message>
    <message>
        <source>There is no PyTorch any more for Macs with Intel processors. Doab needs a Mac with Apple silicon.</source>
        <translation>Für Macs mit Intel-Prozessor gibt es kein PyTorch mehr. Doab braucht einen Mac mit Apple-Chip.</translation>
    </message>
    <message>
        <source>The packages that Doab computes with need macOS 14 or newer; this is macOS {}.</source>
        <translation>Die Pakete, mit denen Doab rechnet, brauchen macOS 14 oder neuer; dies ist macOS {}.</translation>
    </message>
    <message>
        <source>The packages that Doab computes with do not exist for {} processors on this system. Doab needs an Intel or AMD processor of 64 bits, or a Mac with Apple silicon.</source>
        <translation>Die Pakete, mit denen Doab rechnet, gibt es für {}-Prozessoren auf diesem System nicht. Doab braucht einen Intel- oder AMD-Prozessor mit 64 Bit oder einen Mac mit Apple-Chip.</translation>
    </message>
    <message>
        <source>The drawn parcels could not be written to a temporary file: {}</source>
        <translation>Die gezeichneten Parzellen konnten nicht in eine temporäre Datei geschrieben werden: {}</translation>
    </message>
    <message>
        <source>Crop of drawn parcels ({})</source>
        <translation>Kultur gezeichneter Parzellen ({})</translation>
    </message>
    <message>
        <source>No Python can make an environment on this computer.</source>
        <translation>Kein Python auf diesem Rechner kann eine Umgebung anlegen.</translation>
    </message>
    <message>
        <source>{} or {}</source>
        <translation>{} oder {}</translation>
    </message>
    <message>
        <source>This computer has Python {}.</source>
        <translation>Auf diesem Rechner ist Python {}.</translation>
    </message>
    <message>
        <source>{} Doab needs {}: Python {} is brought along.</source>
        <translation>{} Doab braucht {}: Python {} wird eigens geholt.</translation>
    </message>
    <message>
        <source>Doab needs Python {} that can make environments. {} Install one (on Debian and Ubuntu: sudo apt install python3-venv), or use an existing Python.</source>
        <translation>Doab braucht Python {}, das Umgebungen anlegen kann. {} Installieren Sie eines (unter Debian und Ubuntu: sudo apt install python3-venv), oder verwenden Sie ein vorhandenes Python.</translation>
    </message>
    <message>
        <source>uv brought no Python.</source>
        <translation>uv hat kein Python geliefert.</translation>
    </message>
    <message>
        <source>“{}” holds no polygons. Choose a layer of parcels.</source>
        <translation>„{}“ enthält keine Polygone. Wählen Sie einen Parzellenlayer.</translation>
    </message>
    <message>
        <source>“{}” has no coordinate reference system. Assign one and try again.</source>
        <translation>„{}“ hat kein Koordinatenbezugssystem. Weisen Sie eines zu, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The parcels could not be written to a temporary file: {}</source>
        <translation>Die Parzellen konnten nicht in eine temporäre Datei geschrieben werden: {}</translation>
    </message>
    <message>
        <source>Parcels of: {}</source>
        <translation>Parzellen von: {}</translation>
    </message>
    <message>
        <source>Within polygons</source>
        <translation>Innerhalb von Polygonen</translation>
    </message>
    <message>
        <source>Instead of a rectangle: polygons, such as those of municipalities. Parcels end at their outlines.</source>
        <translation>Statt eines Rechtecks: Polygone, etwa die von Gemeinden. Parzellen enden an deren Umrissen.</translation>
    </message>
    <message>
        <source>Season</source>
        <translation>Saison</translation>
    </message>
    <message>
        <source>The year of the harvest, such as 2021, the first and the last date (2021-03-01/2021-10-31), “all” for all dates, or “auto” for the season with the most dates. Dates outside are left out.</source>
        <translation>Das Erntejahr, etwa 2021, der erste und der letzte Tag (2021-03-01/2021-10-31), „all“ für alle Tage oder „auto“ für die Saison mit den meisten Aufnahmetagen. Tage außerhalb werden weggelassen.</translation>
    </message>
    <message>
        <source>Choose a rectangle or polygons, and leave the other one empty.</source>
        <translation>Wählen Sie ein Rechteck oder Polygone und lassen Sie das andere leer.</translation>
    </message>
    <message>
        <source>Compare two results</source>
        <translation>Zwei Ergebnisse vergleichen</translation>
    </message>
    <message>
        <source>Show where the crops of two results differ, such as those of two years</source>
        <translation>Zeigen, wo sich die Kulturen zweier Ergebnisse unterscheiden, etwa die zweier Jahre</translation>
    </message>
    <message>
        <source>change,crops,rotation,difference,years,fields</source>
        <translation>Veränderung,Kulturen,Fruchtfolge,Unterschied,Jahre,Felder</translation>
    </message>
    <message>
        <source>Lays two results over each other, such as those of two years or those before and after corrections. The layer has the ground whose crop differs, or which is a parcel in one of them only. The table has the hectares of each pair of crops, also of those that are equal. Confidences play no part: look at both results before you rely on a change.</source>
        <translation>Legt zwei Ergebnisse übereinander, etwa die zweier Jahre oder die vor und nach Korrekturen. Der Layer enthält die Flächen, deren Kultur verschieden ist oder die nur in einem der Ergebnisse eine Parzelle sind. Die Tabelle enthält die Hektar jedes Paars von Kulturen, auch der gleichen. Konfidenzen spielen keine Rolle: Sehen Sie beide Ergebnisse an, bevor Sie sich auf eine Veränderung verlassen.</translation>
    </message>
    <message>
        <source>Parcels before</source>
        <translation>Parzellen vorher</translation>
    </message>
    <message>
        <source>The earlier result.</source>
        <translation>Das frühere Ergebnis.</translation>
    </message>
    <message>
        <source>Parcels after</source>
        <translation>Parzellen nachher</translation>
    </message>
    <message>
        <source>The later result, in any coordinate system.</source>
        <translation>Das spätere Ergebnis, in beliebigem Koordinatensystem.</translation>
    </message>
    <message>
        <source>Smallest change (ha)</source>
        <translation>Kleinste Veränderung (ha)</translation>
    </message>
    <message>
        <source>Smaller pieces, such as those along shifted outlines, are in the table, but not in the layer.</source>
        <translation>Kleinere Stücke, etwa die entlang verschobener Umrisse, stehen in der Tabelle, aber nicht im Layer.</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Veränderungen</translation>
    </message>
    <message>
        <source>The ground whose crop differs, with both crops.</source>
        <translation>Die Flächen, deren Kultur verschieden ist, mit beiden Kulturen.</translation>
    </message>
    <message>
        <source>Hectares by crops</source>
        <translation>Hektar nach Kulturen</translation>
    </message>
    <message>
        <source>{} has no columns “EC_hcat_c” and “crop”. Choose results of Doab, or exports of them.</source>
        <translation>{} hat keine Spalten „EC_hcat_c“ und „crop“. Wählen Sie Ergebnisse von Doab oder deren Exporte.</translation>
    </message>
    <message>
        <source>Score against declared parcels</source>
        <translation>An gemeldeten Parzellen bewerten</translation>
    </message>
    <message>
        <source>Score mapped parcels against parcels whose crops are known, such as LPIS</source>
        <translation>Kartierte Parzellen gegen Parzellen mit bekannten Kulturen bewerten, etwa LPIS</translation>
    </message>
    <message>
        <source>validation,accuracy,evaluation,confusion matrix,recall,panoptic quality,lpis,eurocrops</source>
        <translation>validierung,genauigkeit,auswertung,konfusionsmatrix,recall,panoptische qualität,lpis,eurocrops</translation>
    </message>
    <message>
        <source>Compares a result of “Map field parcels” with parcels whose crops are known, and writes a report (report.html) with scores and their 95 % intervals, the confusion of crops and a calibration curve.

suspects.gpkg holds the declared parcels whose crop is probably wrong, the likeliest error first.

The column of crops holds HCAT codes or names, or national codes that a table of EuroCrops translates. A column with a name of EuroCrops is recognised by itself.</source>
        <translation>Vergleicht ein Ergebnis von „Feldparzellen kartieren“ mit Parzellen, deren Kulturen bekannt sind, und schreibt einen Bericht (report.html) mit Werten und ihren 95-%-Intervallen, der Verwechslung der Kulturen und einer Kalibrierungskurve.

suspects.gpkg enthält die gemeldeten Parzellen, deren Kultur wahrscheinlich falsch ist, der wahrscheinlichste Fehler zuerst.

Die Spalte der Kulturen enthält HCAT-Codes oder -Namen oder nationale Codes, die eine Tabelle von EuroCrops übersetzt. Eine Spalte mit einem Namen von EuroCrops wird von selbst erkannt.</translation>
    </message>
    <message>
        <source>Mapped parcels</source>
        <translation>Kartierte Parzellen</translation>
    </message>
    <message>
        <source>Declared parcels</source>
        <translation>Gemeldete Parzellen</translation>
    </message>
    <message>
        <source>Crop column</source>
        <translation>Spalte der Kultur</translation>
    </message>
    <message>
        <source>Crop codes (EuroCrops&apos; table)</source>
        <translation>Kulturcodes (Tabelle von EuroCrops)</translation>
    </message>
    <message>
        <source>There are fields that the declared parcels lack</source>
        <translation>Es gibt Felder, die in den gemeldeten Parzellen fehlen</translation>
    </message>
    <message>
        <source>Folder of the report</source>
        <translation>Ordner des Berichts</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Suspicious parcels</source>
        <translation>Verdächtige Parzellen</translation>
    </message>
    <message>
        <source>Number of suspicious parcels</source>
        <translation>Anzahl verdächtiger Parzellen</translation>
    </message>
    <message>
        <source>Declared parcels that count</source>
        <translation>Gemeldete Parzellen, die zählen</translation>
    </message>
    <message>
        <source>My parcels</source>
        <translation>Meine Parzellen</translation>
    </message>
    <message>
        <source>A layer of parcels, such as LPIS, a cadastre or your own drawing: their outlines and columns stay as they are, and each gets its crop. The model finds the parcels where it is left empty.</source>
        <translation>Ein Parzellenlayer, etwa LPIS, ein Kataster oder eigene Zeichnungen: Die Umrisse und Spalten bleiben, wie sie sind, und jede Parzelle erhält ihre Kultur. Bleibt das Feld leer, findet das Modell die Parzellen.</translation>
    </message>
    <message>
        <source>The layer of parcels is not there. Choose another, or leave it empty.</source>
        <translation>Der Parzellenlayer ist nicht da. Wählen Sie einen anderen, oder lassen Sie das Feld leer.</translation>
    </message>
    <message>
        <source>The polygons to map within have no outline. Choose others, or another area.</source>
        <translation>Die Polygone, in denen kartiert werden soll, haben keinen Umriss. Wählen Sie andere oder ein anderes Gebiet.</translation>
    </message>
    <message>
        <source>Paint a scene</source>
        <translation>Szene malen</translation>
    </message>
    <message>
        <source>The scene could not be painted. The log panel says why.</source>
        <translation>Die Szene konnte nicht gemalt werden. Warum, steht im Protokoll.</translation>
    </message>
    <message>
        <source>Parcels with their crop</source>
        <translation>Parzellen mit ihrer Kultur</translation>
    </message>
    <message>
        <source>Declared parcels on most of which their own crop is mapped</source>
        <translation>Gemeldete Parzellen, auf deren größtem Teil die eigene Kultur kartiert ist</translation>
    </message>
    <message>
        <source>Area with its crop</source>
        <translation>Fläche mit ihrer Kultur</translation>
    </message>
    <message>
        <source>Ground of declared parcels on which their own crop is mapped</source>
        <translation>Boden gemeldeter Parzellen, auf dem die eigene Kultur kartiert ist</translation>
    </message>
    <message>
        <source>Parcels found, with their crop</source>
        <translation>Gefundene Parzellen mit ihrer Kultur</translation>
    </message>
    <message>
        <source>Declared parcels that one mapped parcel with the same crop overlaps by more than half (IoU over 0.5)</source>
        <translation>Gemeldete Parzellen, mit denen sich eine kartierte Parzelle derselben Kultur um mehr als die Hälfte überschneidet (IoU über 0,5)</translation>
    </message>
    <message>
        <source>Overlap of those found</source>
        <translation>Überschneidung der gefundenen</translation>
    </message>
    <message>
        <source>Segmentation quality: mean IoU of the parcels found, over the crops</source>
        <translation>Segmentierungsqualität: mittlere IoU der gefundenen Parzellen, über die Kulturen</translation>
    </message>
    <message>
        <source>Panoptic quality</source>
        <translation>Panoptische Qualität</translation>
    </message>
    <message>
        <source>Found, against missed and invented, times the overlap: mean over crops</source>
        <translation>Gefundene gegen übersehene und erfundene, mal die Überschneidung: Mittelwert über die Kulturen</translation>
    </message>
    <message>
        <source>Panoptic quality, any crop</source>
        <translation>Panoptische Qualität, beliebige Kultur</translation>
    </message>
    <message>
        <source>The same, whatever the crop: outlines alone</source>
        <translation>Dasselbe ohne Rücksicht auf die Kultur: nur die Umrisse</translation>
    </message>
    <message>
        <source>Outlines within 15 m</source>
        <translation>Umrisse innerhalb von 15 m</translation>
    </message>
    <message>
        <source>F1 score of the pixels along declared and mapped outlines</source>
        <translation>F1-Wert der Pixel entlang gemeldeter und kartierter Umrisse</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Declared ↓  mapped →</source>
        <translation>Gemeldet ↓  kartiert →</translation>
    </message>
    <message>
        <source>Suspicious declarations</source>
        <translation>Verdächtige Meldungen</translation>
    </message>
    <message>
        <source>The suspicious parcels {} cannot be opened. Compare again.</source>
        <translation>Die verdächtigen Parzellen {} lassen sich nicht öffnen. Vergleichen Sie noch einmal.</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Declared crop</source>
        <translation>Gemeldete Kultur</translation>
    </message>
    <message>
        <source>Likelier crop</source>
        <translation>Wahrscheinlichere Kultur</translation>
    </message>
    <message>
        <source>Its probability</source>
        <translation>Ihre Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Vorsprung</translation>
    </message>
    <message>
        <source>Confidence, boundary quality and expected hectares, on a page in the browser</source>
        <translation>Konfidenz, Güte des Umrisses und erwartete Hektar, auf einer Seite im Browser</translation>
    </message>
    <message>
        <source>Save table as CSV…</source>
        <translation>Tabelle als CSV speichern …</translation>
    </message>
    <message>
        <source>Save table as</source>
        <translation>Tabelle speichern unter</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>Kommagetrennte Werte (*.csv)</translation>
    </message>
    <message>
        <source>The scale of an image</source>
        <translation>Der Skalierungsfaktor eines Bildes</translation>
    </message>
    <message>
        <source>The scene holds {} twice. Leave one of them out.</source>
        <translation>Die Szene enthält {} doppelt. Lassen Sie eines davon weg.</translation>
    </message>
    <message>
        <source>By its name and date this cloud mask belongs to no image; it is not used. Give its image or leave it out.</source>
        <translation>Nach Name und Datum gehört diese Wolkenmaske zu keinem Bild; sie wird nicht verwendet. Geben Sie ihr Bild dazu oder lassen Sie sie weg.</translation>
    </message>
    <message>
        <source>“{}” has unsaved edits or a filter. Save the edits and remove the filter, then repeat.</source>
        <translation>„{}“ hat ungespeicherte Änderungen oder einen Filter. Speichern Sie die Änderungen, entfernen Sie den Filter und wiederholen Sie.</translation>
    </message>
    <message>
        <source>&lt;b&gt;{} of {} parcels got another crop.&lt;/b&gt;</source>
        <translation>&lt;b&gt;{} von {} Parzellen haben eine andere Kultur bekommen.&lt;/b&gt;</translation>
    </message>
    <message>
        <source>&lt;b&gt;{} of {} parcels would get another crop.&lt;/b&gt;</source>
        <translation>&lt;b&gt;{} von {} Parzellen bekämen eine andere Kultur.&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Learned from {} parcels. Scores by cross-validation over spatial blocks, before → after:</source>
        <translation>Aus {} Parzellen gelernt. Werte nach Kreuzvalidierung über räumliche Blöcke, vorher → nachher:</translation>
    </message>
    <message>
        <source>Mean recall of crops: {} → &lt;b&gt;{}&lt;/b&gt;</source>
        <translation>Mittlere Trefferquote der Kulturen: {} → &lt;b&gt;{}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Parcels with their crop: {} → &lt;b&gt;{}&lt;/b&gt;</source>
        <translation>Parzellen mit ihrer Kultur: {} → &lt;b&gt;{}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>{} ({} to {})</source>
        <translation>{} ({} bis {})</translation>
    </message>
    <message>
        <source>“{}” is being edited. Save the edits and end the editing, then repeat.</source>
        <translation>„{}“ wird gerade bearbeitet. Speichern Sie die Änderungen, beenden Sie die Bearbeitung und wiederholen Sie.</translation>
    </message>
    <message>
        <source>This file is no STAC item of Sentinel images. Give the images themselves, or their folder.</source>
        <translation>Diese Datei ist kein STAC-Item von Sentinel-Bildern. Geben Sie die Bilder selbst an oder ihren Ordner.</translation>
    </message>
    <message>
        <source>The STAC item {} gives this raster more bands than the {} it has. Say which band is which.</source>
        <translation>Das STAC-Item {} nennt für dieses Raster mehr Kanäle als die {}, die es hat. Geben Sie an, welcher Kanal welcher ist.</translation>
    </message>
    <message>
        <source>This STAC item is damaged. Download it again, or leave it out.</source>
        <translation>Dieses STAC-Item ist beschädigt. Laden Sie es erneut herunter oder lassen Sie es weg.</translation>
    </message>
    <message>
        <source>This STAC item describes an image of {}, which has other bands than Sentinel-2. It is not used.</source>
        <translation>Dieses STAC-Item beschreibt ein Bild von {}, das andere Kanäle als Sentinel-2 hat. Es wird nicht verwendet.</translation>
    </message>
    <message>
        <source>The assets {} of this STAC item are not on this computer, and nothing is opened from a network.</source>
        <translation>Die Assets {} dieses STAC-Items liegen nicht auf diesem Computer, und aus einem Netz wird nichts geöffnet.</translation>
    </message>
    <message>
        <source>Download them into the folder of the item.</source>
        <translation>Laden Sie sie in den Ordner des Items herunter.</translation>
    </message>
    <message>
        <source>The assets {} of this STAC item lie outside its folder, and are not opened. Move them into it.</source>
        <translation>Die Assets {} dieses STAC-Items liegen außerhalb seines Ordners und werden nicht geöffnet. Verschieben Sie sie dorthin.</translation>
    </message>
    <message>
        <source>The assets {} of this STAC item are not there. Put them into its folder.</source>
        <translation>Die Assets {} dieses STAC-Items fehlen. Legen Sie sie in seinen Ordner.</translation>
    </message>
    <message>
        <source>This STAC item names no band of Sentinel-2 or Sentinel-1. Give the images themselves.</source>
        <translation>Dieses STAC-Item nennt keinen Kanal von Sentinel-2 oder Sentinel-1. Geben Sie die Bilder selbst an.</translation>
    </message>
    <message>
        <source>The STAC items {} and {} state different things about this file. Leave one of them out.</source>
        <translation>Die STAC-Items {} und {} sagen Verschiedenes über diese Datei. Lassen Sie eines davon weg.</translation>
    </message>
    <message>
        <source>{} of {} features of {} have no crop that is understood and do not count: {}.</source>
        <translation>{} von {} Objekten von {} haben keine Kultur, die erkannt wird, und zählen nicht: {}.</translation>
    </message>
    <message>
        <source>{} labelled parcels do not count: no class covers their crop, or the run could not read them.</source>
        <translation>{} Parzellen mit bekannter Kultur zählen nicht: Keine Klasse umfasst ihre Kultur, oder der Lauf konnte sie nicht lesen.</translation>
    </message>
    <message>
        <source>Unfinished runs need a file system with locks and renaming, which {} has not. Give a folder.</source>
        <translation>Unfertige Läufe brauchen ein Dateisystem mit Sperren und Umbenennen, das {} nicht hat. Geben Sie einen Ordner an.</translation>
    </message>
    <message>
        <source>The area {!r} has no end. Give four numbers, or none to map everything.</source>
        <translation>Das Gebiet {!r} hat kein Ende. Geben Sie vier Zahlen an, oder keine, um alles zu kartieren.</translation>
    </message>
    <message>
        <source>The area {} holds several layers: {}. Say which one as FILE:LAYER.</source>
        <translation>Das Gebiet {} enthält mehrere Layer: {}. Sagen Sie mit DATEI:LAYER, welcher es ist.</translation>
    </message>
    <message>
        <source>Name the images with --s2 and the parcels with known crops with --parcels.</source>
        <translation>Geben Sie mit --s2 die Bilder und mit --parcels die Parzellen mit bekannter Kultur an.</translation>
    </message>
    <message>
        <source>Name a folder for checkpoints with --work, or a bundle to go on from with --from.</source>
        <translation>Nennen Sie mit --work einen Ordner für Zwischenstände oder mit --from ein Modell, von dem aus es weitergeht.</translation>
    </message>
    <message>
        <source>{} ({})</source>
        <translation>{} ({})</translation>
    </message>
    <message>
        <source>no crop stated</source>
        <translation>keine Kultur angegeben</translation>
    </message>
    <message>
        <source>The crop table {} cannot be read ({}). It should be CSV in UTF-8.</source>
        <translation>Die Kulturtabelle {} kann nicht gelesen werden ({}). Sie sollte CSV in UTF-8 sein.</translation>
    </message>
    <message>
        <source>{} is no crop table: it needs a column original_code or original_name, and HCAT3_code. EuroCrops publishes such tables by country.</source>
        <translation>{} ist keine Kulturtabelle: Es braucht eine Spalte original_code oder original_name, und HCAT3_code. EuroCrops veröffentlicht solche Tabellen nach Land.</translation>
    </message>
    <message>
        <source>{} holds no polygons in the area. Choose a layer of parcels that has some.</source>
        <translation>{} enthält keine Polygone im Gebiet. Wählen Sie einen Layer mit Parzellen dort.</translation>
    </message>
    <message>
        <source>{} holds no polygons or points. Choose a layer that has some.</source>
        <translation>{} enthält keine Polygone oder Punkte. Wählen Sie einen Layer, der welche hat.</translation>
    </message>
    <message>
        <source>{} translates a country&apos;s codes, but no column was named that holds them.</source>
        <translation>{} übersetzt die Codes eines Landes, aber keine Spalte wurde genannt, die sie enthält.</translation>
    </message>
    <message>
        <source>{} features are no polygons and do not count.</source>
        <translation>{} Objekte sind keine Polygone und zählen nicht.</translation>
    </message>
    <message>
        <source>{} (no class covers it)</source>
        <translation>{} (keine Klasse umfasst sie)</translation>
    </message>
    <message>
        <source>{} (no HCAT code or name)</source>
        <translation>{} (kein HCAT-Code oder -Name)</translation>
    </message>
    <message>
        <source>{} others</source>
        <translation>{} andere</translation>
    </message>
    <message>
        <source>{} of {} parcels do not count: {}.</source>
        <translation>{} von {} Parzellen zählen nicht: {}.</translation>
    </message>
    <message>
        <source>The coordinate reference system of the parcels is not understood ({}).</source>
        <translation>Das Koordinatenbezugssystem der Parzellen wird nicht verstanden ({}).</translation>
    </message>
    <message>
        <source>{} has no column {}. Choose one of: {}.</source>
        <translation>{} hat keine Spalte {}. Wählen Sie eine von: {}.</translation>
    </message>
    <message>
        <source>No value of {}&apos;s column {} (such as {}) is in {}. Choose the column of crop codes and the table of the same country.</source>
        <translation>In {} hat die Spalte {} (etwa {}) keinen Wert, der in {} steht. Wählen Sie die Spalte der Kulturcodes und die Tabelle desselben Landes.</translation>
    </message>
    <message>
        <source>{}&apos;s column {} (such as {}) holds no HCAT codes or names. Choose another column, or name EuroCrops&apos; table of the country for its own codes.</source>
        <translation>In {} stehen in der Spalte {} (etwa {}) keine HCAT-Codes oder -Namen. Wählen Sie eine andere Spalte, oder geben Sie für eigene Codes die Tabelle von EuroCrops für das Land an.</translation>
    </message>
    <message>
        <source>The random forest cannot be trained: no pixel of the tiles given has a label.</source>
        <translation>Der Random Forest kann nicht trainiert werden: Kein Pixel der Kacheln hat eine bekannte Kultur.</translation>
    </message>
    <message>
        <source>{} is not a random forest that can be read ({}). Train it again.</source>
        <translation>{} ist kein Random Forest, der sich lesen lässt ({}). Trainieren Sie ihn neu.</translation>
    </message>
    <message>
        <source>{} is not in metres ({}). Reproject it, to the UTM zone of its place for example.</source>
        <translation>{} ist nicht in Metern ({}). Projizieren Sie es um, etwa in die UTM-Zone des Orts.</translation>
    </message>
    <message>
        <source>{} holds no parcels, so that nobody knows what ground it covers.</source>
        <translation>{} enthält keine Parzellen, so dass niemand weiß, welchen Boden es abdeckt.</translation>
    </message>
    <message>
        <source>No reference parcel lies in the area that is mapped. Choose parcels of the same place.</source>
        <translation>Keine Referenzparzelle liegt im kartierten Gebiet. Wählen Sie Parzellen desselben Orts.</translation>
    </message>
    <message>
        <source>The side of a block is a number of metres above 0.</source>
        <translation>Die Seite eines Blocks ist eine Zahl von Metern über 0.</translation>
    </message>
    <message>
        <source>The buffer between folds cannot be negative; 0 leaves no parcel out.</source>
        <translation>Der Puffer zwischen Teilen kann nicht negativ sein; 0 lässt keine Parzelle weg.</translation>
    </message>
    <message>
        <source>The sides of blocks and the width of the buffer are positive numbers of metres.</source>
        <translation>Die Seiten der Blöcke und die Breite des Puffers sind positive Zahlen von Metern.</translation>
    </message>
    <message>
        <source>A buffer lies between folds: say which with --blocks or --by.</source>
        <translation>Ein Puffer liegt zwischen Teilen: Geben Sie mit --blocks oder --by an, zwischen welchen.</translation>
    </message>
    <message>
        <source>No reference parcel counts: their crops are unknown, or they are under 0.1 ha, at the edge or too near another fold. Name the column of their crops and the table of its codes, or make the buffer narrower.</source>
        <translation>Keine Referenzparzelle zählt: Ihre Kulturen sind unbekannt, oder sie sind kleiner als 0,1 ha, am Rand oder zu nah an einem anderen Teil. Nennen Sie die Spalte ihrer Kulturen und die Tabelle der Codes, oder machen Sie den Puffer schmaler.</translation>
    </message>
    <message>
        <source>Evaluation of {}</source>
        <translation>Auswertung von {}</translation>
    </message>
    <message>
        <source>{} has no column EC_hcat_c. Score a map that Doab made, or add its codes.</source>
        <translation>{} hat keine Spalte EC_hcat_c. Werten Sie eine Karte von Doab aus, oder ergänzen Sie ihre Codes.</translation>
    </message>
    <message>
        <source>The map {} cannot be read as a vector layer ({}). Check the file.</source>
        <translation>Die Karte {} lässt sich nicht als Vektorlayer lesen ({}). Prüfen Sie die Datei.</translation>
    </message>
    <message>
        <source>how well those found overlap</source>
        <translation>wie gut sich die gefundenen decken</translation>
    </message>
    <message>
        <source>found, against missed and invented</source>
        <translation>gefunden, gegen verfehlt und erfunden</translation>
    </message>
    <message>
        <source>both together</source>
        <translation>beides zusammen</translation>
    </message>
    <message>
        <source>Crops</source>
        <translation>Kulturen</translation>
    </message>
    <message>
        <source>labelled pixels with their crop</source>
        <translation>Pixel bekannter Kultur mit ihrer Kultur</translation>
    </message>
    <message>
        <source>Micro recall of pixels; pixels without any parcel are errors.</source>
        <translation>Mikro-Trefferquote der Pixel; Pixel ohne Parzelle sind Fehler.</translation>
    </message>
    <message>
        <source>parcels with their crop</source>
        <translation>Parzellen mit ihrer Kultur</translation>
    </message>
    <message>
        <source>Micro recall of parcels, by what is mapped on most of each.</source>
        <translation>Mikro-Trefferquote der Parzellen, nach dem, was auf dem meisten einer jeden kartiert ist.</translation>
    </message>
    <message>
        <source>parcels found, with their crop</source>
        <translation>gefundene Parzellen mit ihrer Kultur</translation>
    </message>
    <message>
        <source>A parcel is found where one that is mapped overlaps it by an IoU (shared area over joint area) of more than 0.5.</source>
        <translation>Eine Parzelle ist gefunden, wo eine kartierte sie mit einer IoU (gemeinsame durch vereinigte Fläche) von mehr als 0,5 überdeckt.</translation>
    </message>
    <message>
        <source>Segmentation quality: the mean IoU of the parcels found. It says nothing of those missed, so read RQ with it.</source>
        <translation>Segmentierungsgüte: die mittlere IoU der gefundenen Parzellen. Sie sagt nichts über fehlende, lesen Sie RQ dazu.</translation>
    </message>
    <message>
        <source>Recognition quality: an F1 score.</source>
        <translation>Erkennungsgüte: ein F1-Wert.</translation>
    </message>
    <message>
        <source>Panoptic quality: SQ times RQ. SQ, RQ and PQ are means over classes.</source>
        <translation>Panoptische Güte: SQ mal RQ. SQ, RQ und PQ sind Mittel über die Klassen.</translation>
    </message>
    <message>
        <source>SQ, all parcels alike</source>
        <translation>SQ, alle Parzellen gleich</translation>
    </message>
    <message>
        <source>Sums over all classes first, so that frequent crops count more.</source>
        <translation>Summen zuerst über alle Klassen, so dass häufige Kulturen mehr zählen.</translation>
    </message>
    <message>
        <source>RQ, all parcels alike</source>
        <translation>RQ, alle Parzellen gleich</translation>
    </message>
    <message>
        <source>Sums over all classes first.</source>
        <translation>Summen zuerst über alle Klassen.</translation>
    </message>
    <message>
        <source>PQ, all parcels alike</source>
        <translation>PQ, alle Parzellen gleich</translation>
    </message>
    <message>
        <source>Outlines, whatever the crop</source>
        <translation>Umrisse, gleich welche Kultur</translation>
    </message>
    <message>
        <source>parcels found</source>
        <translation>gefundene Parzellen</translation>
    </message>
    <message>
        <source>As MR_inst, whatever the crop.</source>
        <translation>Wie MR_inst, gleich welche Kultur.</translation>
    </message>
    <message>
        <source>As SQ, whatever the crop.</source>
        <translation>Wie SQ, gleich welche Kultur.</translation>
    </message>
    <message>
        <source>As RQ, whatever the crop.</source>
        <translation>Wie RQ, gleich welche Kultur.</translation>
    </message>
    <message>
        <source>As PQ, whatever the crop.</source>
        <translation>Wie PQ, gleich welche Kultur.</translation>
    </message>
    <message>
        <source>outlines within 15 m</source>
        <translation>Umrisse auf 15 m</translation>
    </message>
    <message>
        <source>F1 score of the pixels along true and mapped outlines.</source>
        <translation>F1-Wert der Pixel entlang wahrer und kartierter Umrisse.</translation>
    </message>
    <message>
        <source>Systems side by side, percent, with 95 % intervals</source>
        <translation>Systeme nebeneinander, Prozent, mit 95-%-Intervallen</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>Prozent</translation>
    </message>
    <message>
        <source>By crop</source>
        <translation>Nach Kultur</translation>
    </message>
    <message>
        <source>By parcel size</source>
        <translation>Nach der Größe der Parzellen</translation>
    </message>
    <message>
        <source>By number of clear dates</source>
        <translation>Nach der Zahl klarer Termine</translation>
    </message>
    <message>
        <source>MR_parcel of {}</source>
        <translation>MR_parcel von {}</translation>
    </message>
    <message>
        <source>Percent, with 95 % intervals</source>
        <translation>Prozent, mit 95-%-Intervallen</translation>
    </message>
    <message>
        <source>With their crop</source>
        <translation>Mit ihrer Kultur</translation>
    </message>
    <message>
        <source>Whatever the crop</source>
        <translation>Gleich welche Kultur</translation>
    </message>
    <message>
        <source>IoU at least</source>
        <translation>IoU mindestens</translation>
    </message>
    <message>
        <source>Parcels found</source>
        <translation>Gefundene Parzellen</translation>
    </message>
    <message>
        <source>Reliability of {}</source>
        <translation>Verlässlichkeit von {}</translation>
    </message>
    <message>
        <source>No field</source>
        <translation>Kein Feld</translation>
    </message>
    <message>
        <source>Confusion of crops</source>
        <translation>Verwechslung der Kulturen</translation>
    </message>
    <message>
        <source>Labels flip to any crop</source>
        <translation>Angaben durch eine beliebige Kultur ersetzt</translation>
    </message>
    <message>
        <source>Labels flip as the map confuses them</source>
        <translation>Angaben vertauscht, wie die Karte sie verwechselt</translation>
    </message>
    <message>
        <source>A perfect map</source>
        <translation>Eine perfekte Karte</translation>
    </message>
    <message>
        <source>This map</source>
        <translation>Diese Karte</translation>
    </message>
    <message>
        <source>Labels that are wrong</source>
        <translation>Falsche Angaben</translation>
    </message>
    <message>
        <source>Outlines are off</source>
        <translation>Umrisse liegen daneben</translation>
    </message>
    <message>
        <source>Standard deviation of outlines, pixels of 10 m</source>
        <translation>Standardabweichung der Umrisse, Pixel von 10 m</translation>
    </message>
    <message>
        <source>SQ of this map</source>
        <translation>SQ dieser Karte</translation>
    </message>
    <message>
        <source>Mean IoU of a perfect map</source>
        <translation>Mittlere IoU einer perfekten Karte</translation>
    </message>
    <message>
        <source>Parcels with an IoU over 0.5</source>
        <translation>Parzellen mit einer IoU über 0,5</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>{:g} % wrong</source>
        <translation>{:g} % falsch</translation>
    </message>
    <message>
        <source>Best recall of each crop, percent, where labels flip as the map confuses them</source>
        <translation>Beste Trefferquote jeder Kultur in Prozent, wo Angaben vertauscht sind, wie die Karte sie verwechselt</translation>
    </message>
    <message>
        <source>MR_parcel, percent</source>
        <translation>MR_parcel, Prozent</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation>Standardabweichung</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>{} reference parcels</source>
        <translation>{} Referenzparzellen</translation>
    </message>
    <message>
        <source>SIMULATED.</source>
        <translation>SIMULIERT.</translation>
    </message>
    <message>
        <source>The scenes of this report were painted by a program. Its scores tell systems apart; they do not say how well real fields are mapped.</source>
        <translation>Die Szenen dieses Berichts hat ein Programm gemalt. Seine Werte unterscheiden Systeme; sie sagen nicht, wie gut wirkliche Felder kartiert werden.</translation>
    </message>
    <message>
        <source>{}: percent, with 95 % intervals</source>
        <translation>{}: Prozent, mit 95-%-Intervallen</translation>
    </message>
    <message>
        <source>no interval</source>
        <translation>kein Intervall</translation>
    </message>
    <message>
        <source>How to read these numbers</source>
        <translation>Wie diese Zahlen zu lesen sind</translation>
    </message>
    <message>
        <source>Systems side by side</source>
        <translation>Systeme nebeneinander</translation>
    </message>
    <message>
        <source>All systems map the same scenes. Intervals come from drawing clusters of parcels anew (95 %). The best value of a row stands out, even where the intervals overlap.</source>
        <translation>Alle Systeme kartieren dieselben Szenen. Intervalle entstehen, indem Gruppen von Parzellen neu gezogen werden (95 %). Der beste Wert einer Zeile ist hervorgehoben, auch wo sich die Intervalle überschneiden.</translation>
    </message>
    <message>
        <source>What each part contributes</source>
        <translation>Was jeder Teil beiträgt</translation>
    </message>
    <message>
        <source>The same network with something taken away. Below each value is the difference to the first row, in points.</source>
        <translation>Dasselbe Netz, dem etwas genommen ist. Unter jedem Wert steht der Unterschied zur ersten Zeile, in Punkten.</translation>
    </message>
    <message>
        <source>Share of the reference parcels that one mapped parcel matches at least this well.</source>
        <translation>Anteil der Referenzparzellen, die eine kartierte Parzelle mindestens so gut trifft.</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>Of the parcels mapped with a confidence of 80 %, 80 % should be right: bars should end on the dotted line. ECE, the expected calibration error, is how far they are from it on average. Pale bars rest on few parcels.</source>
        <translation>Von den Parzellen, die mit einer Konfidenz von 80 % kartiert sind, sollten 80 % stimmen: Balken sollten auf der gepunkteten Linie enden. Der ECE, der erwartete Kalibrierungsfehler, sagt, wie weit sie im Mittel davon entfernt sind. Blasse Balken beruhen auf wenigen Parzellen.</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>Verwechslung</translation>
    </message>
    <message>
        <source>Rows are true crops, columns mapped ones: percent of the row, and behind it how many parcels that is.</source>
        <translation>Zeilen sind wahre Kulturen, Spalten kartierte: Prozent der Zeile, dahinter die Zahl der Parzellen.</translation>
    </message>
    <message>
        <source>What wrong labels cost</source>
        <translation>Was falsche Angaben kosten</translation>
    </message>
    <message>
        <source>A reference with errors keeps even a perfect map from a perfect score. The curves tell how high it can get where whole parcels carry a wrong crop or outlines are off, and what this map gets then.</source>
        <translation>Eine Referenz mit Fehlern gibt auch einer perfekten Karte keine perfekten Werte. Die Kurven zeigen, wie hoch sie kommen, wo ganze Parzellen eine falsche Kultur tragen oder Umrisse daneben liegen, und was diese Karte dann erreicht.</translation>
    </message>
    <message>
        <source>Confident learning takes {} % of the reference&apos;s labels for wrong.</source>
        <translation>Confident Learning hält {} % der Angaben der Referenz für falsch.</translation>
    </message>
    <message>
        <source>Confident learning takes {} % of the reference&apos;s labels for wrong (95 % interval {} %).</source>
        <translation>Confident Learning hält {} % der Angaben der Referenz für falsch (95-%-Intervall {} %).</translation>
    </message>
    <message>
        <source>Variability over folds</source>
        <translation>Schwankung zwischen den Teilen</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll der Auswertung</translation>
    </message>
    <message>
        <source>Map and reference are compared as rasters of 5 m. A mapped and a reference parcel match where they have the same crop and an IoU over 0.5; scores called agnostic ask for the IoU only.</source>
        <translation>Karte und Referenz werden als Raster von 5 m verglichen. Eine kartierte und eine Referenzparzelle gehören zusammen, wo sie dieselbe Kultur und eine IoU über 0,5 haben; Werte „agnostic“ verlangen nur die IoU.</translation>
    </message>
    <message>
        <source>Reference parcels do not count that are under 0.1 ha, of a crop that is unknown or no class, or with half of their area or more outside the scene; mapped parcels with more than half of theirs on such ground do not, either. MR_px counts every pixel whose crop is known, and what was not mapped is an error.</source>
        <translation>Referenzparzellen zählen nicht, die kleiner als 0,1 ha sind, deren Kultur unbekannt oder keine Klasse ist oder von denen mindestens die Hälfte außerhalb der Szene liegt; kartierte Parzellen, von denen mehr als die Hälfte auf solchem Boden liegt, auch nicht. MR_px zählt jedes Pixel, dessen Kultur bekannt ist, und was nicht kartiert wurde, ist ein Fehler.</translation>
    </message>
    <message>
        <source>MR_parcel takes the crop that covers most of a reference parcel; to find no crop there counts as one.</source>
        <translation>MR_parcel nimmt die Kultur, die das meiste einer Referenzparzelle bedeckt; keine Kultur dort zählt auch als eine.</translation>
    </message>
    <message>
        <source>Macro scores are means over the crops in the reference. Outlines are compared within 15 m, whatever the crop.</source>
        <translation>Makrowerte sind Mittel über die Kulturen der Referenz. Umrisse werden auf 15 m genau verglichen, gleich welche Kultur.</translation>
    </message>
    <message>
        <source>{}: {} parcels that count, on {:.0f} ha.</source>
        <translation>{}: {} Parzellen, die zählen, auf {:.0f} ha.</translation>
    </message>
    <message>
        <source>hard scenes</source>
        <translation>schwere Szenen</translation>
    </message>
    <message>
        <source>scenes</source>
        <translation>Szenen</translation>
    </message>
    <message>
        <source>{} with {:.0%} of the larger fields in parts</source>
        <translation>{}, {:.0%} der größeren Felder in Teilen</translation>
    </message>
    <message>
        <source>shaped as in {}</source>
        <translation>geformt wie in {}</translation>
    </message>
    <message>
        <source>generated</source>
        <translation>erzeugt</translation>
    </message>
    <message>
        <source>{} simulated {} of {} x {} pixels of 10 m, seed {}, fields {}; {} parcels count.</source>
        <translation>{} simulierte {} von {} x {} Pixeln von 10 m, Seed {}, Felder {}; {} Parzellen zählen.</translation>
    </message>
    <message>
        <source>a parcel</source>
        <translation>eine Parzelle</translation>
    </message>
    <message>
        <source>a square block of {:g} m</source>
        <translation>ein quadratischer Block von {:g} m</translation>
    </message>
    <message>
        <source>all parcels with the same {}</source>
        <translation>alle Parzellen mit derselben Spalte {}</translation>
    </message>
    <message>
        <source>The reference is incomplete: what lies outside its parcels is not judged.</source>
        <translation>Die Referenz ist unvollständig: Was außerhalb ihrer Parzellen liegt, wird nicht beurteilt.</translation>
    </message>
    <message>
        <source>Parcels nearer than {:g} m to another fold are left out.</source>
        <translation>Parzellen, die näher als {:g} m an einem anderen Teil liegen, sind weggelassen.</translation>
    </message>
    <message>
        <source>Confident learning takes the map&apos;s probabilities as told by somebody who did not learn from this reference, which holds unless the model was trained on it.</source>
        <translation>Confident Learning nimmt die Wahrscheinlichkeiten der Karte als die von jemandem, der nicht aus dieser Referenz gelernt hat; das stimmt, außer das Modell wurde mit ihr trainiert.</translation>
    </message>
    <message>
        <source>The scenes are painted by {}; the same come from: {}</source>
        <translation>Die Szenen malt {}; dieselben kommen von: {}</translation>
    </message>
    <message>
        <source>a scene</source>
        <translation>eine Szene</translation>
    </message>
    <message>
        <source>Intervals are 95 % of 1000 draws of clusters with replacement, where a cluster is {}.</source>
        <translation>Intervalle sind 95 % aus 1000 Ziehungen von Gruppen mit Zurücklegen, wobei eine Gruppe {} ist.</translation>
    </message>
    <message>
        <source>Dense heads and queries alone are divided into parcels with thresholds of their own.</source>
        <translation>Dichte Köpfe und Queries allein werden mit eigenen Schwellen in Parzellen geteilt.</translation>
    </message>
    <message>
        <source>The random forest learned from {}.</source>
        <translation>Der Random Forest lernte aus {}.</translation>
    </message>
    <message>
        <source>Share that is right</source>
        <translation>Anteil, der stimmt</translation>
    </message>
    <message>
        <source>The coordinates of {} do not fit its coordinate reference system. Assign the right one.</source>
        <translation>Die Koordinaten von {} passen nicht zu ihrem Koordinatenbezugssystem. Weisen Sie das richtige zu.</translation>
    </message>
    <message>
        <source>Nothing can be written to {}. Give a folder, or a URL of a store, such as s3://BUCKET/FOLDER.</source>
        <translation>Nach {} kann nichts geschrieben werden. Geben Sie einen Ordner an, oder eine URL eines Speichers wie s3://BUCKET/ORDNER.</translation>
    </message>
    <message>
        <source>{} cannot be written to ({}). Check the address, and what gives access to it.</source>
        <translation>Nach {} kann nicht geschrieben werden ({}). Prüfen Sie die Adresse und den Zugang dazu.</translation>
    </message>
    <message>
        <source>{} What was to be written is complete in {}: copy it there.</source>
        <translation>{} Was geschrieben werden sollte, liegt vollständig in {}: Kopieren Sie es von dort.</translation>
    </message>
    <message>
        <source>{} is no file on a disk, and a GeoPackage is a database, which needs one. Give a local file, and the URL of a folder with --geoparquet; or copy the file there when it is complete.</source>
        <translation>{} ist keine Datei auf einer Festplatte, und ein GeoPackage ist eine Datenbank, die eine braucht. Geben Sie eine lokale Datei an und die URL eines Ordners mit --geoparquet; oder kopieren Sie die Datei dorthin, wenn sie fertig ist.</translation>
    </message>
    <message>
        <source>The reference frame {} has {} × {} pixels of 10 m, in which no field is seen. Give a larger image.</source>
        <translation>Das Referenzbild {} hat {} × {} Pixel von 10 m, darin ist kein Feld zu sehen. Geben Sie ein größeres Bild an.</translation>
    </message>
    <message>
        <source>Nothing was used of {}: {}.</source>
        <translation>Nichts wurde verwendet von {}: {}.</translation>
    </message>
    <message>
        <source>the elevation model</source>
        <translation>das Höhenmodell</translation>
    </message>
    <message>
        <source>it lies outside the mapped ground</source>
        <translation>es liegt außerhalb der kartierten Fläche</translation>
    </message>
    <message>
        <source>it cannot be read there</source>
        <translation>es lässt sich dort nicht lesen</translation>
    </message>
    <message>
        <source>it has no data on the mapped ground</source>
        <translation>es hat auf der kartierten Fläche keine Daten</translation>
    </message>
    <message>
        <source>its mask of clouds lies outside the mapped ground; replace it or leave it out</source>
        <translation>seine Wolkenmaske liegt außerhalb der kartierten Fläche; ersetzen Sie sie oder lassen Sie sie weg</translation>
    </message>
    <message>
        <source>clouds, or the mask of clouds, cover all of the mapped ground</source>
        <translation>Wolken oder die Wolkenmaske bedecken die ganze kartierte Fläche</translation>
    </message>
    <message>
        <source>All crops</source>
        <translation>Alle Kulturen</translation>
    </message>
    <message>
        <source>{:g} to {:g} dates</source>
        <translation>{:g} bis {:g} Termine</translation>
    </message>
    <message>
        <source>{:g} dates or more</source>
        <translation>{:g} Termine oder mehr</translation>
    </message>
    <message>
        <source>{:g} to {:g} ha</source>
        <translation>{:g} bis {:g} ha</translation>
    </message>
    <message>
        <source>{:g} ha or more</source>
        <translation>{:g} ha oder mehr</translation>
    </message>
    <message>
        <source>The network of the model “{}” is built differently at {}.</source>
        <translation>Das Netz des Modells „{}“ ist bei {} anders gebaut.</translation>
    </message>
    <message>
        <source>{}: {} dates, each usable on {} of the mapped ground</source>
        <translation>{}: {} Termine, jeder nutzbar auf {} der kartierten Fläche</translation>
    </message>
    <message>
        <source>{}: {} dates, usable on {} to {} of the mapped ground (the least: {})</source>
        <translation>{}: {} Termine, nutzbar auf {} bis {} der kartierten Fläche (am wenigsten: {})</translation>
    </message>
    <message>
        <source>{}: usable on {} of the mapped ground</source>
        <translation>{}: nutzbar auf {} der kartierten Fläche</translation>
    </message>
    <message>
        <source>The folder of the trained model</source>
        <translation>Der Ordner des trainierten Modells</translation>
    </message>
    <message>
        <source>The number of training steps</source>
        <translation>Die Zahl der Trainingsschritte</translation>
    </message>
    <message>
        <source>{} cannot be read: {}:// is none of {}.</source>
        <translation>{} kann nicht gelesen werden: {}:// ist keines von {}.</translation>
    </message>
    <message>
        <source>{} names an account. Write az://CONTAINER/PATH, and the account into {}.</source>
        <translation>{} nennt ein Konto. Schreiben Sie az://CONTAINER/PFAD, und das Konto in {}.</translation>
    </message>
    <message>
        <source>{} is no file of this computer. Write file:///PATH, or the path alone.</source>
        <translation>{} ist keine Datei dieses Rechners. Schreiben Sie file:///PFAD, oder den Pfad allein.</translation>
    </message>
    <message>
        <source>For {}, a Python package is missing ({}). Install it: fsspec, and the one of that store.</source>
        <translation>Für {} fehlt ein Python-Paket ({}). Installieren Sie fsspec und das Paket dieses Speichers.</translation>
    </message>
    <message>
        <source>{} is no URL that fsspec knows ({}).</source>
        <translation>{} ist keine URL, die fsspec kennt ({}).</translation>
    </message>
    <message>
        <source>{} holds more than {} files. Name a folder in it.</source>
        <translation>{} enthält mehr als {} Dateien. Geben Sie einen Ordner darin an.</translation>
    </message>
    <message>
        <source>{} does not answer as expected ({}). Check the address, and what gives access to it.</source>
        <translation>{} antwortet nicht wie erwartet ({}). Prüfen Sie die Adresse und den Zugang dazu.</translation>
    </message>
    <message>
        <source>This folder cannot be listed. Make it readable, or leave it out.</source>
        <translation>Dieser Ordner kann nicht aufgelistet werden. Machen Sie ihn lesbar, oder lassen Sie ihn weg.</translation>
    </message>
    <message>
        <source>This Sentinel-2 product lacks its images or its date, or its metadata are damaged. Download it again.</source>
        <translation>Diesem Sentinel-2-Produkt fehlen seine Bilder oder sein Datum, oder seine Metadaten sind beschädigt. Laden Sie es neu herunter.</translation>
    </message>
    <message>
        <source>The area to map is smaller than a pixel of 10 m. Choose a larger one.</source>
        <translation>Das Gebiet ist kleiner als ein Pixel von 10 m. Wählen Sie ein größeres.</translation>
    </message>
    <message>
        <source>This data cube cannot be read: {} Save it in small chunks with Zstandard and no shards, or as NetCDF.</source>
        <translation>Dieser Datenwürfel kann nicht gelesen werden: {} Speichern Sie ihn in kleinen Stücken mit Zstandard und ohne Shards, oder als NetCDF.</translation>
    </message>
    <message>
        <source>This by-product of Sentinel images holds none of their bands. It is not used.</source>
        <translation>Dieses Nebenprodukt von Sentinel-Bildern enthält keinen ihrer Kanäle. Es wird nicht verwendet.</translation>
    </message>
    <message>
        <source>This raster holds complex numbers, no heights. Give another DEM.</source>
        <translation>Dieses Raster enthält komplexe Zahlen, keine Höhen. Geben Sie ein anderes DHM an.</translation>
    </message>
    <message>
        <source>A STAC item is read with the images beside it. Give its folder.</source>
        <translation>Ein STAC-Item wird mit den Bildern daneben gelesen. Geben Sie seinen Ordner an.</translation>
    </message>
    <message>
        <source>Archives, data cubes and virtual rasters are read from disks only. Give the images, or download it.</source>
        <translation>Archive, Datenwürfel und virtuelle Raster werden nur von Festplatten gelesen. Geben Sie die Bilder an, oder laden Sie es herunter.</translation>
    </message>
    <message>
        <source>This archive cannot be opened; it may be damaged. Download it again or leave it out.</source>
        <translation>Dieses Archiv kann nicht geöffnet werden; es ist vielleicht beschädigt. Laden Sie es neu herunter, oder lassen Sie es weg.</translation>
    </message>
    <message>
        <source>This archive has {} files, too many. Unpack it and give the folder.</source>
        <translation>Dieses Archiv hat {} Dateien, zu viele. Entpacken Sie es und geben Sie den Ordner an.</translation>
    </message>
    <message>
        <source>This archive is encrypted. Unpack it and give the folder.</source>
        <translation>Dieses Archiv ist verschlüsselt. Entpacken Sie es und geben Sie den Ordner an.</translation>
    </message>
    <message>
        <source>The metadata of the product in this archive are too large; it may be damaged. Download it again.</source>
        <translation>Die Metadaten des Produkts in diesem Archiv sind zu groß; es ist vielleicht beschädigt. Laden Sie es neu herunter.</translation>
    </message>
    <message>
        <source>The values of this radar image, {} in the middle, are neither decibels nor linear, and as calibrated amplitude they would be {} dB, darker than land. Calibrate the image to sigma0 or gamma0, or say what they are.</source>
        <translation>Die Werte dieses Radarbildes, in der Mitte {}, sind weder Dezibel noch linear, und als kalibrierte Amplitude wären es {} dB, dunkler als Land. Kalibrieren Sie das Bild zu Sigma0 oder Gamma0, oder sagen Sie, was sie sind.</translation>
    </message>
    <message>
        <source>{} is damaged.</source>
        <translation>{} ist beschädigt.</translation>
    </message>
    <message>
        <source>Its values are of the type {}.</source>
        <translation>Seine Werte haben den Typ {}.</translation>
    </message>
    <message>
        <source>It is stored with {}.</source>
        <translation>Er ist mit {} gespeichert.</translation>
    </message>
    <message>
        <source>This data cube has no array {}.</source>
        <translation>Dieser Datenwürfel hat kein Array {}.</translation>
    </message>
    <message>
        <source>It is stored in chunks of {} MB.</source>
        <translation>Er ist in Stücken von {} MB gespeichert.</translation>
    </message>
    <message>
        <source>A simulated scene needs an even size of at least {} pixels; {} is not.</source>
        <translation>Eine simulierte Szene braucht eine gerade Größe von mindestens {} Pixeln; {} ist keine.</translation>
    </message>
    <message>
        <source>{} already holds another scene ({}); choose an empty folder.</source>
        <translation>{} enthält schon eine andere Szene ({}); wählen Sie einen leeren Ordner.</translation>
    </message>
    <message>
        <source>None of the parcels of {} lies in the images. Choose images and parcels of the same place.</source>
        <translation>Keine der Parzellen von {} liegt in den Bildern. Wählen Sie Bilder und Parzellen desselben Orts.</translation>
    </message>
    <message>
        <source>The parcels of {} in the images have fewer than two crops that are understood. {}</source>
        <translation>Die Parzellen von {} in den Bildern haben weniger als zwei Kulturen, die erkannt werden. {}</translation>
    </message>
    <message>
        <source>Encoding tiles</source>
        <translation>Kacheln werden kodiert</translation>
    </message>
    <message>
        <source>No parcel that is large enough to learn from lies outside the squares that are held out.</source>
        <translation>Außerhalb der zurückgehaltenen Quadrate liegt keine Parzelle, die groß genug zum Lernen ist.</translation>
    </message>
    <message>
        <source>Scoring the model as it is</source>
        <translation>Das Modell wird bewertet, wie es ist</translation>
    </message>
    <message>
        <source>Scoring what was trained</source>
        <translation>Das Trainierte wird bewertet</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>The {} declared parcels in the images lie too close together: whole squares of {:.0f} m are held out for the scores, and {} with parcels are needed. Give more parcels.</source>
        <translation>Die {} angegebenen Parzellen in den Bildern liegen zu nah beieinander: Für die Bewertung werden ganze Quadrate von {:.0f} m zurückgehalten, und {} mit Parzellen sind nötig. Geben Sie mehr Parzellen an.</translation>
    </message>
    <message>
        <source>No held-out parcel has a crop of the model. Give more parcels, or other crop codes.</source>
        <translation>Keine zurückgehaltene Parzelle hat eine Kultur des Modells. Geben Sie mehr Parzellen an, oder andere Kulturcodes.</translation>
    </message>
    <message>
        <source>The export ended without a result. The log says more.</source>
        <translation>Der Export endete ohne Ergebnis. Im Protokoll steht mehr.</translation>
    </message>
    <message>
        <source>the parcels of “{}”, which were in no file</source>
        <translation>die Parzellen von „{}“, die in keiner Datei waren</translation>
    </message>
    <message>
        <source>{} is no name of a run.</source>
        <translation>{} ist kein Name eines Laufs.</translation>
    </message>
    <message>
        <source>{} is no way in which a run ends.</source>
        <translation>{} ist keine Art, wie ein Lauf endet.</translation>
    </message>
    <message>
        <source>{} is no date and time.</source>
        <translation>{} ist kein Zeitpunkt.</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>abgeschnitten</translation>
    </message>
    <message>
        <source>{} · {} sources</source>
        <translation>{} · {} Quellen</translation>
    </message>
    <message>
        <source>{} sources</source>
        <translation>{} Quellen</translation>
    </message>
    <message>
        <source>whole scene</source>
        <translation>ganze Szene</translation>
    </message>
    <message>
        <source>{} ha</source>
        <translation>{} ha</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>all dates</source>
        <translation>alle Termine</translation>
    </message>
    <message>
        <source>{} (automatic)</source>
        <translation>{} (automatisch)</translation>
    </message>
    <message>
        <source>the one that comes with Doab</source>
        <translation>das mit Doab gelieferte</translation>
    </message>
    <message>
        <source>Added: {}.</source>
        <translation>Hinzugefügt: {}.</translation>
    </message>
    <message>
        <source>Does not grow here: {}.</source>
        <translation>Wächst hier nicht: {}.</translation>
    </message>
    <message>
        <source>The classes of the model.</source>
        <translation>Die Klassen des Modells.</translation>
    </message>
    <message>
        <source>Crops are understood of {} of {} features: {} different ones.</source>
        <translation>Bei {} von {} Objekten wird die Kultur erkannt: {} verschiedene.</translation>
    </message>
    <message>
        <source>Not understood: {}.</source>
        <translation>Nicht erkannt: {}.</translation>
    </message>
    <message>
        <source>The score does not become better. Label more parcels before you accept.</source>
        <translation>Die Güte wird nicht besser. Geben Sie mehr Parzellen ihre Kultur, bevor Sie annehmen.</translation>
    </message>
    <message>
        <source>The trained model of the region is in {}. Choose it in step 3, under Advanced, for later runs.</source>
        <translation>Das trainierte Modell der Region liegt in {}. Wählen Sie es für spätere Läufe in Schritt 3 unter „Erweitert“.</translation>
    </message>
    <message>
        <source>Outlines (panoptic quality): {} → &lt;b&gt;{}&lt;/b&gt;</source>
        <translation>Umrisse (panoptische Güte): {} → &lt;b&gt;{}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Learned from {} parcels. Scores of {} others, in {} squares that were held out, before → after:</source>
        <translation>Aus {} Parzellen gelernt. Werte von {} anderen in {} Quadraten, die zurückgehalten wurden, davor → danach:</translation>
    </message>
    <message>
        <source>New crops: {}</source>
        <translation>Neue Kulturen: {}</translation>
    </message>
    <message>
        <source>Step 3 takes the trained model in {} from now on.</source>
        <translation>Schritt 3 nimmt von nun an das trainierte Modell in {}.</translation>
    </message>
    <message>
        <source>Teach it your region</source>
        <translation>Region anlernen</translation>
    </message>
    <message>
        <source>my region</source>
        <translation>meine Region</translation>
    </message>
    <message>
        <source>Folder of the trained model</source>
        <translation>Ordner des trainierten Modells</translation>
    </message>
    <message>
        <source>Train on your own parcels</source>
        <translation>Mit eigenen Parzellen trainieren</translation>
    </message>
    <message>
        <source>In brackets: the share of the mapped ground with usable values.</source>
        <translation>In Klammern: der Anteil der kartierten Fläche mit nutzbaren Werten.</translation>
    </message>
    <message>
        <source>Unlike what the model knows</source>
        <translation>Anders, als das Modell es kennt</translation>
    </message>
    <message>
        <source>Why it has no crop</source>
        <translation>Warum sie keine Kultur hat</translation>
    </message>
    <message>
        <source>Print layout of the parcels</source>
        <translation>Drucklayout der Parzellen</translation>
    </message>
    <message>
        <source>Learn from labelled parcels</source>
        <translation>Von Parzellen mit bekannter Kultur lernen</translation>
    </message>
    <message>
        <source>Teach a result its region, from corrected parcels or from a layer of known fields</source>
        <translation>Einem Ergebnis seine Region beibringen, aus korrigierten Parzellen oder aus einem Layer bekannter Felder</translation>
    </message>
    <message>
        <source>training,adaptation,classification,region,corrections,survey,lpis,eurocrops,crops</source>
        <translation>Training,Anpassung,Klassifikation,Region,Korrekturen,Erhebung,LPIS,InVeKoS,EuroCrops,Kulturen</translation>
    </message>
    <message>
        <source>Learns the crops of a region from some of its parcels, and gives the other parcels of a result of “Map field parcels” their new crops. Parcels that an analyst decided about stay as they are. The file of the result is changed; the box “Teach it your region” of the panel undoes that.

Scores before and after are cross-validated over spatial blocks and stand in the log. With “Preview only” nothing is changed.</source>
        <translation>Lernt die Kulturen einer Region aus einigen ihrer Parzellen und gibt den anderen Parzellen eines Ergebnisses von „Feldparzellen kartieren“ ihre neuen Kulturen. Parzellen, über die jemand entschieden hat, bleiben, wie sie sind. Die Datei des Ergebnisses wird geändert; der Kasten „Region anlernen“ des Bedienfelds macht das rückgängig.

Die Güte davor und danach ist über räumliche Blöcke kreuzvalidiert und steht im Protokoll. Mit „Nur Vorschau“ wird nichts geändert.</translation>
    </message>
    <message>
        <source>A result of “Map field parcels” without unsaved edits.</source>
        <translation>Ein Ergebnis von „Feldparzellen kartieren“ ohne ungespeicherte Änderungen.</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Bekannte Kulturen</translation>
    </message>
    <message>
        <source>Polygons or points whose crop is known, such as your own survey, LPIS or EuroCrops. Empty: the parcels of the result that an analyst corrected or accepted.</source>
        <translation>Polygone oder Punkte, deren Kultur bekannt ist, etwa Ihre eigene Erhebung, InVeKoS (LPIS) oder EuroCrops. Leer: die Parzellen des Ergebnisses, die jemand korrigiert oder bestätigt hat.</translation>
    </message>
    <message>
        <source>Holds HCAT codes or names, or national codes. Empty: a column with a name of EuroCrops.</source>
        <translation>Enthält HCAT-Codes oder -Namen oder nationale Codes. Leer: eine Spalte mit einem Namen von EuroCrops.</translation>
    </message>
    <message>
        <source>Translates national codes to HCAT.</source>
        <translation>Übersetzt nationale Codes in HCAT.</translation>
    </message>
    <message>
        <source>Preview only</source>
        <translation>Nur Vorschau</translation>
    </message>
    <message>
        <source>Compute the scores and what would change, and leave the result as it is.</source>
        <translation>Die Güte und die Änderungen berechnen und das Ergebnis lassen, wie es ist.</translation>
    </message>
    <message>
        <source>Parcels that were learned from</source>
        <translation>Parzellen, aus denen gelernt wurde</translation>
    </message>
    <message>
        <source>Parcels with another crop</source>
        <translation>Parzellen mit anderer Kultur</translation>
    </message>
    <message>
        <source>HCAT codes or names, separated by commas.</source>
        <translation>HCAT-Codes oder -Namen, durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>Crops to add</source>
        <translation>Kulturen hinzufügen</translation>
    </message>
    <message>
        <source>Crops that the model lacks, beside those that the labels show five times or more.</source>
        <translation>Kulturen, die dem Modell fehlen, neben denen, die mindestens fünfmal vorkommen.</translation>
    </message>
    <message>
        <source>Crops that do not grow there</source>
        <translation>Kulturen, die dort nicht wachsen</translation>
    </message>
    <message>
        <source>No parcel gets one of these.</source>
        <translation>Keine Parzelle bekommt eine davon.</translation>
    </message>
    <message>
        <source>Regional model</source>
        <translation>Regionales Modell</translation>
    </message>
    <message>
        <source>A folder for a trained model of the region, for later runs. An older one there is replaced.</source>
        <translation>Ein Ordner für ein trainiertes Modell der Region, für spätere Läufe. Ein älteres dort wird ersetzt.</translation>
    </message>
    <message>
        <source>Model of the result</source>
        <translation>Modell des Ergebnisses</translation>
    </message>
    <message>
        <source>The trained model that the result was mapped with. Empty for the one that comes with Doab.</source>
        <translation>Das trainierte Modell, mit dem das Ergebnis kartiert wurde. Leer: das mitgelieferte.</translation>
    </message>
    <message>
        <source>Labelled parcels: {} ({})</source>
        <translation>Parzellen mit bekannter Kultur: {} ({})</translation>
    </message>
    <message>
        <source>Mean recall of crops: {} → {}</source>
        <translation>Mittlere Trefferquote der Kulturen: {} → {}</translation>
    </message>
    <message>
        <source>Parcels with their crop: {} → {}</source>
        <translation>Parzellen mit ihrer Kultur: {} → {}</translation>
    </message>
    <message>
        <source>The score does not become better: more labels are needed.</source>
        <translation>Die Güte wird nicht besser: Es braucht mehr Parzellen mit bekannter Kultur.</translation>
    </message>
    <message>
        <source>The regional model is in {}</source>
        <translation>Das regionale Modell liegt in {}</translation>
    </message>
    <message>
        <source>Use the model outside its region</source>
        <translation>Das Modell außerhalb seiner Region verwenden</translation>
    </message>
    <message>
        <source>A model that was adapted to a region maps elsewhere only with this.</source>
        <translation>Ein Modell, das an eine Region angepasst ist, kartiert anderswo nur damit.</translation>
    </message>
    <message>
        <source>Map field parcels by area</source>
        <translation>Feldparzellen je Gebiet kartieren</translation>
    </message>
    <message>
        <source>Map field parcels with their crops within each polygon of a layer, one GeoPackage a polygon</source>
        <translation>Feldparzellen mit ihren Kulturen in jedem Polygon eines Layers kartieren, ein GeoPackage je Polygon</translation>
    </message>
    <message>
        <source>Does the same as “Map field parcels” once for each polygon, such as those of municipalities: one run and one GeoPackage per area. The images are recognised once. Every area gets the reference date that suits it best, unless you name one.

An area whose file exists already is passed over, so that a batch that was stopped goes on where it was. An area that cannot be mapped is reported, and the others are mapped.

Contains modified Copernicus Sentinel data.</source>
        <translation>Macht dasselbe wie „Feldparzellen kartieren“ einmal für jedes Polygon, etwa für die von Gemeinden: ein Lauf und ein GeoPackage je Gebiet. Die Bilder werden einmal erkannt. Jedes Gebiet bekommt den Referenztermin, der am besten passt, außer Sie nennen einen.

Ein Gebiet, dessen Datei schon da ist, wird übergangen, so dass eine angehaltene Stapelverarbeitung weitergeht, wo sie war. Ein Gebiet, das nicht kartiert werden kann, wird gemeldet, und die anderen werden kartiert.

Enthält modifizierte Copernicus-Sentinel-Daten.</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>Gebiete</translation>
    </message>
    <message>
        <source>Polygons, all of the layer or those that are selected. Parcels end at their outlines.</source>
        <translation>Polygone, alle des Layers oder die ausgewählten. Parzellen enden an ihren Umrissen.</translation>
    </message>
    <message>
        <source>Name of the areas</source>
        <translation>Name der Gebiete</translation>
    </message>
    <message>
        <source>The column whose values become the names of the files; numbers where it is left empty.</source>
        <translation>Die Spalte, deren Werte die Dateien benennen; Zahlen, wo sie leer bleibt.</translation>
    </message>
    <message>
        <source>Open the results</source>
        <translation>Die Ergebnisse öffnen</translation>
    </message>
    <message>
        <source>Add the parcels of each area to the project.</source>
        <translation>Die Parzellen jedes Gebiets dem Projekt hinzufügen.</translation>
    </message>
    <message>
        <source>Folder of the parcels</source>
        <translation>Ordner der Parzellen</translation>
    </message>
    <message>
        <source>The folder in which each area gets its GeoPackage.</source>
        <translation>Der Ordner, in dem jedes Gebiet sein GeoPackage bekommt.</translation>
    </message>
    <message>
        <source>Parcels of all areas</source>
        <translation>Parzellen aller Gebiete</translation>
    </message>
    <message>
        <source>Number of areas that were mapped</source>
        <translation>Zahl der kartierten Gebiete</translation>
    </message>
    <message>
        <source>Number of areas that failed</source>
        <translation>Zahl der fehlgeschlagenen Gebiete</translation>
    </message>
    <message>
        <source>Choose a layer of polygons that has features, or select some of them.</source>
        <translation>Wählen Sie einen Polygon-Layer mit Objekten, oder wählen Sie einige davon aus.</translation>
    </message>
    <message>
        <source>{} is no folder. Choose another one for the parcels.</source>
        <translation>{} ist kein Ordner. Wählen Sie einen anderen für die Parzellen.</translation>
    </message>
    <message>
        <source>Area {} of {}: {}</source>
        <translation>Gebiet {} von {}: {}</translation>
    </message>
    <message>
        <source>{} exists already and is left as it is.</source>
        <translation>{} gibt es schon und bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>The area has no outline.</source>
        <translation>Das Gebiet hat keinen Umriss.</translation>
    </message>
    <message>
        <source>No area was mapped. {}</source>
        <translation>Kein Gebiet wurde kartiert. {}</translation>
    </message>
    <message>
        <source>area {}</source>
        <translation>Gebiet {}</translation>
    </message>
    <message>
        <source>There are no parcels in this project yet. Map some, or open the GeoPackage of an earlier run.</source>
        <translation>In diesem Projekt sind noch keine Parzellen. Kartieren Sie welche, oder öffnen Sie das GeoPackage eines früheren Laufs.</translation>
    </message>
    <message>
        <source>Parcels: {}</source>
        <translation>Parzellen: {}</translation>
    </message>
    <message>
        <source>Field parcels: {}</source>
        <translation>Feldparzellen: {}</translation>
    </message>
    <message>
        <source>Sentinel-2 images: {}, from {} to {}.</source>
        <translation>Sentinel-2-Bilder: {}, vom {} bis zum {}.</translation>
    </message>
    <message>
        <source>Outlines as on {}.</source>
        <translation>Umrisse wie am {}.</translation>
    </message>
    <message>
        <source>Contains modified Copernicus Sentinel data. Mapped by Doab.</source>
        <translation>Enthält modifizierte Copernicus-Sentinel-Daten. Kartiert mit Doab.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Reference frame</source>
        <translation>Referenzbild</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Map with it all the same?</source>
        <translation>Trotzdem damit kartieren?</translation>
    </message>
    <message>
        <source>Trained for another region</source>
        <translation>Für eine andere Region trainiert</translation>
    </message>
    <message>
        <source>Open field parcels</source>
        <translation>Feldparzellen öffnen</translation>
    </message>
    <message>
        <source>The run of {} has no result.</source>
        <translation>Der Lauf vom {} hat kein Ergebnis.</translation>
    </message>
    <message>
        <source>{} cannot be opened: {}</source>
        <translation>{} kann nicht geöffnet werden: {}</translation>
    </message>
    <message>
        <source>Warning: {}</source>
        <translation>Warnung: {}</translation>
    </message>
    <message>
        <source>Done: {} parcels in {}</source>
        <translation>Fertig: {} Parzellen in {}</translation>
    </message>
    <message>
        <source>Failed: {}</source>
        <translation>Fehlgeschlagen: {}</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>The run ended without a result. The log says more.</source>
        <translation>Der Lauf endete ohne Ergebnis. Im Protokoll steht mehr.</translation>
    </message>
    <message>
        <source>What the numbers mean</source>
        <translation>Was die Zahlen bedeuten</translation>
    </message>
    <message>
        <source>the crops of this map are unlike those that the model {} expects</source>
        <translation>die Kulturen dieser Karte sind anders als die, die das Modell {} erwartet</translation>
    </message>
    <message>
        <source>the fields of this scene are unlike those that the model {} learned from, and their crops uncertain</source>
        <translation>die Felder dieser Szene sind anders als die, an denen das Modell {} gelernt hat, und ihre Kulturen unsicher</translation>
    </message>
    <message>
        <source>All confidences were lowered: {}. Labels of some parcels teach it the region.</source>
        <translation>Alle Konfidenzen wurden gesenkt: {}. Angaben zu einigen Parzellen bringen ihm die Region bei.</translation>
    </message>
    <message>
        <source>Training the queries</source>
        <translation>Queries werden trainiert</translation>
    </message>
    <message>
        <source>QGIS cannot transform from or to {} any more. Save the project, start QGIS anew and try again.</source>
        <translation>QGIS kann nicht mehr von oder nach {} transformieren. Speichern Sie das Projekt, starten Sie QGIS neu und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{} parcels lose a crop that no label has: label some parcels of every crop that grows here.</source>
        <translation>{} Parzellen verlieren eine Kultur, für die es keine Angabe gibt: Geben Sie für jede Kultur, die hier wächst, einige Parzellen an.</translation>
    </message>
    <message>
        <source>The ablation withholds inputs at test time; the network was not trained again without them. With one date only it sees nothing but the reference frame; without latents or the cell map, what these know of time is set to zero. Queries without latents in the decoder know of time from the pyramid alone; without refinement their first masks and crops count.</source>
        <translation>Die Ablation hält beim Kartieren Eingaben zurück; das Netz wurde ohne sie nicht neu trainiert. Mit einem einzigen Termin sieht es nur das Referenzbild; ohne Latents oder die Zellenkarte ist auf null gesetzt, was diese von der Zeit wissen. Queries ohne Latents im Decoder wissen von der Zeit nur aus der Pyramide; ohne Verfeinerung zählen ihre ersten Masken und Kulturen.</translation>
    </message>
    <message>
        <source>The score did not become better. Undo gives the parcels their former crops; label more of them.</source>
        <translation>Der Wert ist nicht besser geworden. Rückgängig gibt den Parzellen ihre früheren Kulturen; geben Sie mehr von ihnen an.</translation>
    </message>
    <message>
        <source>other changes: {}</source>
        <translation>weitere Änderungen: {}</translation>
    </message>
    <message>
        <source>mean recall of crops</source>
        <translation>mittlerer Recall der Kulturen</translation>
    </message>
    <message>
        <source>outlines</source>
        <translation>Umrisse</translation>
    </message>
    <message>
        <source>Worse than before: {}.</source>
        <translation>Schlechter als vorher: {}.</translation>
    </message>
    <message>
        <source>No score is better than before.</source>
        <translation>Kein Wert ist besser als vorher.</translation>
    </message>
    <message>
        <source>Step 3 keeps the model that it has. The trained one is in {}; you can choose it there under Advanced.</source>
        <translation>Schritt 3 behält sein Modell. Das trainierte liegt in {}; dort können Sie es unter Erweitert wählen.</translation>
    </message>
    <message>
        <source>Changed images are all Sentinel-2 dates with the named bands alone, or with their reflectance times the gain or to the power of gamma; which ground they show clearly is decided before.</source>
        <translation>Geänderte Bilder sind alle Sentinel-2-Termine nur mit den genannten Bändern, oder mit ihrer Reflexion mal dem Faktor (gain) oder hoch gamma; welchen Boden sie klar zeigen, wird vorher entschieden.</translation>
    </message>
    <message>
        <source>Only {} of {} parcels of “{}” could be read. Its file may be in use just now; try again.</source>
        <translation>Nur {} von {} Parzellen aus „{}“ konnten gelesen werden. Die Datei ist vielleicht gerade in Gebrauch; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Confidence {} %, right {} %, {:,} parcels</source>
        <translation>Konfidenz {} %, richtig {} %, {:,} Parzellen</translation>
    </message>
    <message>
        <source>{} mapped as {}: {:,.0f} of {:,.0f} ({} %)</source>
        <translation>{} kartiert als {}: {:,.0f} von {:,.0f} ({} %)</translation>
    </message>
    <message>
        <source>{} at {}: {} %</source>
        <translation>{} bei {}: {} %</translation>
    </message>
</context>
<context>
    <name>AcquisitionsView</name>
    <message>
        <source>What is known of the selected row, and where it was found</source>
        <translation>Was über die gewählte Zeile bekannt ist und woher</translation>
    </message>
    <message>
        <source>Select a row to see where each fact comes from, or to correct it. Facts in &lt;i&gt;italics&lt;/i&gt; are assumed, those in &lt;b&gt;bold&lt;/b&gt; were set by you.</source>
        <translation>Wählen Sie eine Zeile, um zu sehen, woher jede Angabe kommt, oder um sie zu korrigieren. &lt;i&gt;Kursiv&lt;/i&gt;: angenommen; &lt;b&gt;fett&lt;/b&gt;: von Ihnen gesetzt.</translation>
    </message>
    <message>
        <source>{} rows are selected.</source>
        <translation>{} Zeilen sind gewählt.</translation>
    </message>
    <message>
        <source>Correct…</source>
        <translation>Korrigieren…</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>Alle weglassen</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Weglassen</translation>
    </message>
</context>
<context>
    <name>AreaChart</name>
    <message>
        <source>{}: {} ha (parcels: {}). Expected from the probabilities of all parcels: {} ha.</source>
        <translation>{}: {} ha (Parzellen: {}). Nach den Wahrscheinlichkeiten aller Parzellen zu erwarten: {} ha.</translation>
    </message>
</context>
<context>
    <name>AreaWidget</name>
    <message>
        <source>The part of the images to map</source>
        <translation>Der Teil der Bilder, der kartiert wird</translation>
    </message>
    <message>
        <source>Whole scene</source>
        <translation>Ganze Szene</translation>
    </message>
    <message>
        <source>Map view</source>
        <translation>Kartenansicht</translation>
    </message>
    <message>
        <source>Extent of a layer</source>
        <translation>Ausdehnung eines Layers</translation>
    </message>
    <message>
        <source>Selected features of a layer</source>
        <translation>Gewählte Objekte eines Layers</translation>
    </message>
    <message>
        <source>Drawn on the map</source>
        <translation>Auf der Karte gezeichnet</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>Zeichnen</translation>
    </message>
    <message>
        <source>Drag a rectangle in the map, or click the corners of a polygon and end it with the right button; Esc gives up</source>
        <translation>Ziehen Sie auf der Karte ein Rechteck auf oder klicken Sie die Ecken eines Polygons an und beenden Sie es mit der rechten Maustaste; Esc bricht ab</translation>
    </message>
    <message>
        <source>Choose the layer whose extent to map in step 3.</source>
        <translation>Wählen Sie in Schritt 3 den Layer, dessen Ausdehnung kartiert werden soll.</translation>
    </message>
    <message>
        <source>Select the polygons to map within, or choose another area in step 3.</source>
        <translation>Wählen Sie die Polygone, in denen kartiert werden soll, oder in Schritt 3 ein anderes Gebiet.</translation>
    </message>
    <message>
        <source>Draw the area on the map, or choose another one in step 3.</source>
        <translation>Zeichnen Sie das Gebiet auf der Karte oder wählen Sie in Schritt 3 ein anderes.</translation>
    </message>
    <message>
        <source>The layer whose selected features are mapped</source>
        <translation>Der Layer, in dessen gewählten Objekten kartiert wird</translation>
    </message>
    <message>
        <source>The layer whose extent is mapped</source>
        <translation>Der Layer, dessen Ausdehnung kartiert wird</translation>
    </message>
    <message>
        <source>{} selected; parcels end at their outlines.</source>
        <translation>{} gewählt; Parzellen enden an deren Umriss.</translation>
    </message>
    <message>
        <source>Drag a rectangle, or click corners and end with the right button.</source>
        <translation>Rechteck aufziehen oder Ecken anklicken und mit rechts beenden.</translation>
    </message>
    <message>
        <source>Parcels end at the outline.</source>
        <translation>Parzellen enden am Umriss.</translation>
    </message>
</context>
<context>
    <name>BundleWidget</name>
    <message>
        <source>the one that comes with Doab</source>
        <translation>das mit Doab gelieferte</translation>
    </message>
    <message>
        <source>A trained model (its folder or zip); empty for the one that comes with Doab</source>
        <translation>Ein trainiertes Modell (Ordner oder Zip); leer für das mit Doab gelieferte</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>Zip…</source>
        <translation>Zip…</translation>
    </message>
    <message>
        <source>Look for another trained model</source>
        <translation>Ein anderes trainiertes Modell suchen</translation>
    </message>
    <message>
        <source>{} with {} classes: {}</source>
        <translation>{} mit {} Klassen: {}</translation>
    </message>
    <message>
        <source>Licence: {}</source>
        <translation>Lizenz: {}</translation>
    </message>
    <message>
        <source>The folder of a trained model</source>
        <translation>Der Ordner eines trainierten Modells</translation>
    </message>
    <message>
        <source>The zip of a trained model</source>
        <translation>Das Zip eines trainierten Modells</translation>
    </message>
    <message>
        <source>Zip archives (*.zip)</source>
        <translation>Zip-Archive (*.zip)</translation>
    </message>
    <message>
        <source>The one that comes with Doab</source>
        <translation>Das mit Doab gelieferte</translation>
    </message>
</context>
<context>
    <name>ClassDialog</name>
    <message>
        <source>Crops that grow here</source>
        <translation>Kulturen, die hier wachsen</translation>
    </message>
    <message>
        <source>Part of the name of a crop, or of its HCAT code</source>
        <translation>Teil des Namens einer Kultur oder ihres HCAT-Codes</translation>
    </message>
    <message>
        <source>Search all crops of HCAT…</source>
        <translation>Alle Kulturen von HCAT durchsuchen…</translation>
    </message>
    <message>
        <source>Ticked crops can be the crop of a parcel. A crop that the labels show five times or more is added by itself; others of HCAT need a tick. Untick what does not grow here.</source>
        <translation>Angekreuzte Kulturen kann eine Parzelle haben. Was mindestens fünfmal vorkommt, kommt von selbst hinzu; andere Kulturen von HCAT brauchen ein Kreuz. Nehmen Sie das Kreuz weg bei dem, was hier nicht wächst.</translation>
    </message>
</context>
<context>
    <name>CorrectionPanel</name>
    <message>
        <source>Set crop</source>
        <translation>Kultur setzen</translation>
    </message>
    <message>
        <source>Give the selected parcels this crop</source>
        <translation>Den gewählten Parzellen diese Kultur geben</translation>
    </message>
    <message>
        <source>Save edits</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Write the changes to the layer&apos;s file. Until then QGIS can undo each of them.</source>
        <translation>Die Änderungen in die Datei des Layers schreiben. Bis dahin kann QGIS jede rückgängig machen.</translation>
    </message>
    <message>
        <source>Add the columns</source>
        <translation>Spalten hinzufügen</translation>
    </message>
    <message>
        <source>Add “decided” and “edited” to the layer, as part of its edits</source>
        <translation>„decided“ und „edited“ als Teil der Änderungen zum Layer hinzufügen</translation>
    </message>
    <message>
        <source>Next doubtful</source>
        <translation>Nächste unsichere</translation>
    </message>
    <message>
        <source>Select the parcel with the least confidence that you have not decided about yet, and move the map to it ({})</source>
        <translation>Die unsicherste Parzelle wählen, über die Sie noch nicht entschieden haben, und die Karte dorthin bewegen ({})</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Note that the selected parcels are right as they are ({})</source>
        <translation>Festhalten, dass die gewählten Parzellen so richtig sind ({})</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <source>Cut parcels along a line drawn in the map, with QGIS&apos;s own tool. Where some are selected, only those are cut.</source>
        <translation>Parzellen entlang einer auf der Karte gezogenen Linie teilen, mit dem Werkzeug von QGIS. Sind welche gewählt, werden nur diese geteilt.</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Verschmelzen</translation>
    </message>
    <message>
        <source>Make the selected parcels one. It gets the crop with the most area among them.</source>
        <translation>Die gewählten Parzellen zu einer machen. Sie erhält die Kultur mit der größten Fläche.</translation>
    </message>
    <message>
        <source>Redraw</source>
        <translation>Überarbeiten</translation>
    </message>
    <message>
        <source>Draw a piece of the outline anew, with QGIS&apos;s own tool; the neighbours there follow. Only what was selected counts as decided. QGIS&apos;s vertex tool moves single corners.</source>
        <translation>Ein Stück des Umrisses mit dem Werkzeug von QGIS neu zeichnen; die Nachbarn dort folgen. Nur was ausgewählt war, gilt als entschieden. Das Stützpunktwerkzeug von QGIS verschiebt einzelne Ecken.</translation>
    </message>
    <message>
        <source>Draw a parcel</source>
        <translation>Parzelle zeichnen</translation>
    </message>
    <message>
        <source>Draw its outline with QGIS&apos;s own tool; the model finds its crop. This takes some seconds.</source>
        <translation>Ihren Umriss mit dem Werkzeug von QGIS zeichnen; das Modell findet die Kultur. Das dauert einige Sekunden.</translation>
    </message>
    <message>
        <source>The crop that the selected parcels get. Type a part of a name to find any crop of HCAT</source>
        <translation>Die Kultur, die die gewählten Parzellen bekommen. Ein Teil des Namens findet jede Kultur von HCAT</translation>
    </message>
</context>
<context>
    <name>CorrectionStep</name>
    <message>
        <source>6  Correction</source>
        <translation>6  Korrektur</translation>
    </message>
    <message>
        <source>Draw a line across the parcel; the right mouse button ends it.</source>
        <translation>Ziehen Sie eine Linie durch die Parzelle; die rechte Maustaste beendet sie.</translation>
    </message>
    <message>
        <source>Draw the new course of the outline so that it crosses the old one twice; the right mouse button ends it.</source>
        <translation>Zeichnen Sie den neuen Verlauf so, dass er den alten Umriss zweimal kreuzt; die rechte Maustaste beendet ihn.</translation>
    </message>
    <message>
        <source>Parcels can be corrected as soon as there is a result.</source>
        <translation>Parzellen lassen sich korrigieren, sobald es ein Ergebnis gibt.</translation>
    </message>
    <message>
        <source>This layer is from an earlier version. It needs two more columns, which say who decided about a parcel, the model or you, and when.</source>
        <translation>Dieser Layer stammt aus einer früheren Version. Er braucht zwei weitere Spalten, die sagen, wer über eine Parzelle entschieden hat, das Modell oder Sie, und wann.</translation>
    </message>
    <message>
        <source>Looking for doubtful parcels…</source>
        <translation>Unsichere Parzellen werden gesucht…</translation>
    </message>
    <message>
        <source>Parcels that you have not decided about: {}</source>
        <translation>Parzellen, über die Sie noch nicht entschieden haben: {}</translation>
    </message>
    <message>
        <source>Parcels that you have not decided about: {}, of these {} under {} % and hidden in the map</source>
        <translation>Parzellen, über die Sie noch nicht entschieden haben: {}, davon {} unter {} % und auf der Karte ausgeblendet</translation>
    </message>
    <message>
        <source>You have decided about every parcel.</source>
        <translation>Sie haben über alle Parzellen entschieden.</translation>
    </message>
    <message>
        <source>The parcels cannot be read. Remove the layer and open its file again. ({})</source>
        <translation>Die Parzellen können nicht gelesen werden. Entfernen Sie den Layer und öffnen Sie seine Datei neu. ({})</translation>
    </message>
    <message>
        <source>What you draw is cut where it would overlap other parcels.</source>
        <translation>Was Sie zeichnen, wird dort abgeschnitten, wo es andere Parzellen überlappen würde.</translation>
    </message>
    <message>
        <source>Draw the outline corner by corner; the right mouse button ends it.</source>
        <translation>Zeichnen Sie den Umriss Ecke für Ecke; die rechte Maustaste beendet ihn.</translation>
    </message>
    <message>
        <source>“{}” is no crop of the list. Type a part of its name and choose it.</source>
        <translation>„{}“ ist keine Kultur der Liste. Geben Sie einen Teil ihres Namens ein und wählen Sie sie.</translation>
    </message>
</context>
<context>
    <name>CropLayerForm</name>
    <message>
        <source>The column with HCAT codes or names, or with national codes. Empty: recognised by its name</source>
        <translation>Die Spalte mit HCAT-Codes oder -Namen oder mit nationalen Codes. Leer: am Namen erkannt</translation>
    </message>
    <message>
        <source>For national codes only: EuroCrops&apos; table (CSV) that translates them to HCAT</source>
        <translation>Nur für nationale Codes: die Tabelle von EuroCrops (CSV), die sie in HCAT übersetzt</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>Crop column</source>
        <translation>Spalte der Kultur</translation>
    </message>
    <message>
        <source>Crop codes</source>
        <translation>Kulturcodes</translation>
    </message>
    <message>
        <source>none: HCAT</source>
        <translation>keine: HCAT</translation>
    </message>
</context>
<context>
    <name>Crops</name>
    <message>
        <source>Winter wheat</source>
        <translation>Winterweizen</translation>
    </message>
    <message>
        <source>Winter barley</source>
        <translation>Wintergerste</translation>
    </message>
    <message>
        <source>Spring barley</source>
        <translation>Sommergerste</translation>
    </message>
    <message>
        <source>Winter rapeseed</source>
        <translation>Winterraps</translation>
    </message>
    <message>
        <source>Maize</source>
        <translation>Mais</translation>
    </message>
    <message>
        <source>Potatoes</source>
        <translation>Kartoffeln</translation>
    </message>
    <message>
        <source>Sugar beet</source>
        <translation>Zuckerrüben</translation>
    </message>
    <message>
        <source>Sunflower</source>
        <translation>Sonnenblumen</translation>
    </message>
    <message>
        <source>Soy</source>
        <translation>Sojabohnen</translation>
    </message>
    <message>
        <source>Grassland</source>
        <translation>Grünland</translation>
    </message>
    <message>
        <source>Vineyard</source>
        <translation>Reben</translation>
    </message>
    <message>
        <source>Orchard</source>
        <translation>Obstanlagen</translation>
    </message>
    <message>
        <source>Peas and beans</source>
        <translation>Erbsen und Bohnen</translation>
    </message>
    <message>
        <source>Other crops</source>
        <translation>Sonstige Kulturen</translation>
    </message>
</context>
<context>
    <name>DrawnParcels</name>
    <message>
        <source>Looking for the crop of what you drew…</source>
        <translation>Die Kultur des Gezeichneten wird gesucht…</translation>
    </message>
    <message>
        <source>What you drew has no crop: {}.</source>
        <translation>Was Sie gezeichnet haben, hat keine Kultur: {}.</translation>
    </message>
</context>
<context>
    <name>EnvironmentStep</name>
    <message>
        <source>Before the first map</source>
        <translation>Vor der ersten Karte</translation>
    </message>
    <message>
        <source>about {} GB on disk, up to {} GB with CUDA; {} GB are free</source>
        <translation>etwa {} GB auf der Platte, mit CUDA bis {} GB; {} GB sind frei</translation>
    </message>
    <message>
        <source>Where the packages come from</source>
        <translation>Woher die Pakete kommen</translation>
    </message>
    <message>
        <source>the internet (as pip is configured)</source>
        <translation>Internet (wie pip eingestellt ist)</translation>
    </message>
    <message>
        <source>a folder of wheels (no internet needed)</source>
        <translation>Ordner mit Wheels (ohne Internet)</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Create environment</source>
        <translation>Umgebung anlegen</translation>
    </message>
    <message>
        <source>Download and install the packages; takes some minutes, QGIS stays usable</source>
        <translation>Die Pakete laden und installieren; dauert einige Minuten, QGIS bleibt benutzbar</translation>
    </message>
    <message>
        <source>Use an existing Python…</source>
        <translation>Vorhandenes Python…</translation>
    </message>
    <message>
        <source>Choose a Python interpreter that has the packages already</source>
        <translation>Einen Python-Interpreter wählen, der die Pakete schon hat</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop, and remove what was installed so far</source>
        <translation>Anhalten und bisher Installiertes entfernen</translation>
    </message>
    <message>
        <source>Choose the folder of wheels first.</source>
        <translation>Wählen Sie zuerst den Ordner mit den Wheels.</translation>
    </message>
    <message>
        <source>A Python interpreter</source>
        <translation>Ein Python-Interpreter</translation>
    </message>
    <message>
        <source>Stopping and removing what was installed…</source>
        <translation>Wird angehalten, Installiertes wird entfernt…</translation>
    </message>
    <message>
        <source>{} lacks {}. Create the environment, or use another Python.</source>
        <translation>{} fehlt: {}. Legen Sie die Umgebung an oder verwenden Sie ein anderes Python.</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Show what Doab computes with, to make it anew or to use another Python</source>
        <translation>Zeigen, womit Doab rechnet, um es neu anzulegen oder ein anderes Python zu verwenden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Go on with the environment as it is</source>
        <translation>Mit der Umgebung weiterarbeiten, wie sie ist</translation>
    </message>
    <message>
        <source>Make anew</source>
        <translation>Neu anlegen</translation>
    </message>
    <message>
        <source>The environment was made for another version of Doab, with other versions of its packages. You can go on working with it. Made anew, it has those that this version is tested with; the old one is removed first.</source>
        <translation>Die Umgebung wurde für eine andere Version von Doab angelegt, mit anderen Versionen ihrer Pakete. Sie können mit ihr weiterarbeiten. Neu angelegt hat sie die Pakete, mit denen diese Version getestet ist; die alte wird vorher entfernt.</translation>
    </message>
    <message>
        <source>The environment works. It can be made anew, for instance from wheels of PyTorch for another graphics card; the old one is removed first.</source>
        <translation>Die Umgebung funktioniert. Sie kann neu angelegt werden, etwa aus Wheels von PyTorch für eine andere Grafikkarte; die alte wird vorher entfernt.</translation>
    </message>
    <message>
        <source>A folder with a wheel (.whl) of every package. For another build of PyTorch, such as that for NVIDIA cards on Windows, which the internet source does not have, put a requirements.txt with its version and hash beside the wheels.</source>
        <translation>Ein Ordner mit einem Wheel (.whl) jedes Pakets. Für einen anderen Build von PyTorch, etwa den für NVIDIA-Karten unter Windows, den es über das Internet nicht gibt, legen Sie eine requirements.txt mit seiner Version und Prüfsumme neben die Wheels.</translation>
    </message>
    <message>
        <source>Doab computes with Python packages (PyTorch, rasterio and others) that are kept apart from QGIS, in an environment of their own. It is created once, in the folder named below; QGIS itself is not changed.</source>
        <translation>Doab rechnet mit Python-Paketen (PyTorch, rasterio und anderen), die von QGIS getrennt in einer eigenen Umgebung liegen. Sie wird einmal in dem unten genannten Ordner angelegt; QGIS selbst wird nicht verändert.</translation>
    </message>
    <message>
        <source>Doab computes with {}, which you chose. An environment of its own can be created in the folder named below and used instead.</source>
        <translation>Doab rechnet mit {}, das Sie gewählt haben. Eine eigene Umgebung kann in dem unten genannten Ordner angelegt und stattdessen verwendet werden.</translation>
    </message>
</context>
<context>
    <name>EstimateWidget</name>
    <message>
        <source>From how fast earlier runs were on this device.</source>
        <translation>Nach der Dauer früherer Läufe auf diesem Gerät.</translation>
    </message>
    <message>
        <source>A first guess; it gets better with the first run on this device.</source>
        <translation>Eine erste Schätzung; sie wird mit dem ersten Lauf auf diesem Gerät besser.</translation>
    </message>
    <message>
        <source>This does not work on this computer. Choose another device.</source>
        <translation>Das geht auf diesem Rechner nicht. Wählen Sie ein anderes Gerät.</translation>
    </message>
    <message>
        <source>, {} GB free</source>
        <translation>, {} GB frei</translation>
    </message>
    <message>
        <source>Processor, one thread{}</source>
        <translation>Prozessor, ein Thread{}</translation>
    </message>
    <message>
        <source>Processor, {} threads{}</source>
        <translation>Prozessor, {} Threads{}</translation>
    </message>
    <message>
        <source>Expected: {} and {} GB of memory for {} ha with {} images</source>
        <translation>Voraussichtlich {} und {} GB Speicher für {} ha mit {} Bildern</translation>
    </message>
    <message>
        <source>Only {} GB of memory are free: close other programs first.</source>
        <translation>Nur {} GB Speicher sind frei: Schließen Sie zuerst andere Programme.</translation>
    </message>
    <message>
        <source>{} of {} blocks are finished from a run that was interrupted: this one goes on from there.</source>
        <translation>{} von {} Blöcken sind aus einem unterbrochenen Lauf fertig: Dieser geht von dort weiter.</translation>
    </message>
    <message>
        <source>These images were mapped before: what was computed from them is kept, and used again.</source>
        <translation>Diese Bilder wurden schon einmal kartiert: Was daraus berechnet wurde, ist aufbewahrt und wird wieder verwendet.</translation>
    </message>
</context>
<context>
    <name>ExclusionWidget</name>
    <message>
        <source>Ground on which nothing is mapped, such as woods and settlements: a raster of land cover, or polygons</source>
        <translation>Flächen, auf denen nichts kartiert wird, etwa Wald und Siedlung: ein Raster der Landbedeckung oder Polygone</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>The values of the raster to leave out, with commas between. Those of ESA WorldCover: 10 trees, 20 shrubs, 50 built-up, 60 bare, 70 snow, 80 water, 90 wetland, 95 mangroves, 100 moss. Empty: every value other than 0 and nodata</source>
        <translation>Die auszulassenden Werte des Rasters, durch Kommas getrennt. Die von ESA WorldCover: 10 Bäume, 20 Sträucher, 50 bebaut, 60 kahl, 70 Schnee, 80 Wasser, 90 Feuchtgebiet, 95 Mangroven, 100 Moos. Leer: jeder Wert außer 0 und Nodata</translation>
    </message>
    <message>
        <source>such as 10, 50, 80</source>
        <translation>etwa 10, 50, 80</translation>
    </message>
</context>
<context>
    <name>ExportStep</name>
    <message>
        <source>7  Export</source>
        <translation>7  Export</translation>
    </message>
    <message>
        <source>The parcels to export, as the layer shows them: edits that are not saved yet are exported, too</source>
        <translation>Die zu exportierenden Parzellen, wie der Layer sie zeigt: auch noch nicht gespeicherte Änderungen werden exportiert</translation>
    </message>
    <message>
        <source>GeoPackage keeps everything. A shapefile comes with a table and a note of what it cannot hold. GeoParquet follows the fiboa specification for field boundaries.</source>
        <translation>GeoPackage behält alles. Zu einem Shapefile kommen eine Tabelle und eine Notiz zu dem, was es nicht fasst. GeoParquet folgt der fiboa-Spezifikation für Feldgrenzen.</translation>
    </message>
    <message>
        <source>Export parcels</source>
        <translation>Parzellen exportieren</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>Export only the parcels that are selected in the map or the table</source>
        <translation>Nur die Parzellen exportieren, die in Karte oder Tabelle gewählt sind</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Layer</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Write the file; QGIS stays usable meanwhile</source>
        <translation>Die Datei schreiben; QGIS bleibt benutzbar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop; no file is written</source>
        <translation>Anhalten; keine Datei wird geschrieben</translation>
    </message>
    <message>
        <source>Selected parcels only ({})</source>
        <translation>Nur gewählte Parzellen ({})</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>The export was cancelled. Nothing was written.</source>
        <translation>Der Export wurde abgebrochen. Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>{} parcels were written to {}.</source>
        <translation>{} Parzellen wurden nach {} geschrieben.</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>Wird exportiert…</translation>
    </message>
    <message>
        <source>The file to write</source>
        <translation>Die Datei, die geschrieben wird</translation>
    </message>
    <message>
        <source>Nothing was written. Choose another file.</source>
        <translation>Es wurde nichts geschrieben. Wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
</context>
<context>
    <name>FactsDialog</name>
    <message>
        <source>What these images are</source>
        <translation>Was diese Bilder sind</translation>
    </message>
    <message>
        <source>What this image is</source>
        <translation>Was dieses Bild ist</translation>
    </message>
    <message>
        <source> and {} more</source>
        <translation> und {} weitere</translation>
    </message>
    <message>
        <source>Sensor</source>
        <translation>Sensor</translation>
    </message>
    <message>
        <source>Date (UTC)</source>
        <translation>Datum (UTC)</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>All as recognised</source>
        <translation>Alles wie erkannt</translation>
    </message>
    <message>
        <source>Forget everything that was set here, and believe the files again</source>
        <translation>Alles hier Gesetzte vergessen und wieder den Dateien glauben</translation>
    </message>
    <message>
        <source>Which satellite made the images, or that this is an elevation model</source>
        <translation>Welcher Satellit die Bilder gemacht hat, oder dass dies ein Höhenmodell ist</translation>
    </message>
    <message>
        <source>DEM</source>
        <translation>DHM</translation>
    </message>
    <message>
        <source>Each image has its own date; set dates one at a time</source>
        <translation>Jedes Bild hat sein eigenes Datum; setzen Sie sie einzeln</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>In der Datei</translation>
    </message>
    <message>
        <source>is</source>
        <translation>ist</translation>
    </message>
    <message>
        <source>Which band of the sensor each band of the file holds</source>
        <translation>Welchen Kanal des Sensors jeder Kanal der Datei enthält</translation>
    </message>
    <message>
        <source>The band of the sensor that this is</source>
        <translation>Der Kanal des Sensors, der dies ist</translation>
    </message>
    <message>
        <source>as the metadata of the product say</source>
        <translation>wie die Metadaten des Produkts sagen</translation>
    </message>
    <message>
        <source>The files differ in their bands; correct them one at a time.</source>
        <translation>Die Dateien haben verschiedene Kanäle; korrigieren Sie sie einzeln.</translation>
    </message>
    <message>
        <source>as recognised ({})</source>
        <translation>wie erkannt ({})</translation>
    </message>
    <message>
        <source>as recognised</source>
        <translation>wie erkannt</translation>
    </message>
    <message>
        <source>The metadata of the product say it</source>
        <translation>Die Metadaten des Produkts sagen es</translation>
    </message>
    <message>
        <source>What the numbers in the files are</source>
        <translation>Was die Zahlen in den Dateien sind</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>nicht verwendet</translation>
    </message>
    <message>
        <source>The day on which the image was taken, such as 2019-05-31, 31.05.2019 or 2019-151</source>
        <translation>Der Tag der Aufnahme, etwa 2019-05-31, 31.05.2019 oder 2019-151</translation>
    </message>
    <message>
        <source>⚠ This is no date.</source>
        <translation>⚠ Das ist kein Datum.</translation>
    </message>
</context>
<context>
    <name>FieldButton</name>
    <message>
        <source>Map a field</source>
        <translation>Feld kartieren</translation>
    </message>
    <message>
        <source>Then click an empty place in the map: the model looks once more for the one field there, also for a small one. This takes some seconds.</source>
        <translation>Klicken Sie dann auf eine leere Stelle der Karte: Das Modell sucht dort noch einmal nach dem einen Feld, auch einem kleinen. Das dauert einige Sekunden.</translation>
    </message>
    <message>
        <source>There is a parcel already; click a place without one.</source>
        <translation>Dort ist schon eine Parzelle; klicken Sie auf eine freie Stelle.</translation>
    </message>
    <message>
        <source>Looking for a field there…</source>
        <translation>Dort wird ein Feld gesucht…</translation>
    </message>
    <message>
        <source>The layer names files that nobody chose on this computer. Click a parcel with the inspector, which says which they are and lets you open them.</source>
        <translation>Der Layer nennt Dateien, die niemand auf diesem Rechner gewählt hat. Klicken Sie eine Parzelle mit dem Inspektor an; er sagt, welche es sind, und lässt Sie sie öffnen.</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Try it on a painted scene</source>
        <translation>Mit einer gemalten Szene ausprobieren</translation>
    </message>
    <message>
        <source>Paint the images of a season, add them to the project and map their fields; it takes a minute</source>
        <translation>Die Bilder einer Saison malen, sie dem Projekt hinzufügen und ihre Felder kartieren; das dauert eine Minute</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Leave it as it is now</source>
        <translation>Alles so lassen, wie es jetzt ist</translation>
    </message>
    <message>
        <source>1 of 5: a season of satellite images is painted, of a landscape that does not exist.</source>
        <translation>1 von 5: Eine Saison von Satellitenbildern wird gemalt, von einer Landschaft, die es nicht gibt.</translation>
    </message>
    <message>
        <source>Painted scene</source>
        <translation>Gemalte Szene</translation>
    </message>
    <message>
        <source>2 of 5: step 1 recognises of each image its sensor, date, bands and values.</source>
        <translation>2 von 5: Schritt 1 erkennt für jedes Bild Sensor, Datum, Kanäle und Werte.</translation>
    </message>
    <message>
        <source>3 of 5: step 2 proposes the date on which fields are seen best. Outlines come from it, crops from all dates.</source>
        <translation>3 von 5: Schritt 2 schlägt das Datum vor, an dem Felder am besten zu sehen sind. Die Umrisse stammen daraus, die Kulturen aus allen Aufnahmetagen.</translation>
    </message>
    <message>
        <source>4 of 5: step 3 maps the fields in the background; finished ones appear in the map meanwhile.</source>
        <translation>4 von 5: Schritt 3 kartiert die Felder im Hintergrund; fertige erscheinen inzwischen auf der Karte.</translation>
    </message>
    <message>
        <source>5 of 5: each field has a crop, the paler the less sure. Press “Click a parcel” in step 5, then a field, to see why. With your own images all goes the same way: begin with a new project.</source>
        <translation>5 von 5: Jedes Feld hat eine Kultur, blasser, je unsicherer sie ist. Drücken Sie in Schritt 5 „Parzelle anklicken“ und klicken Sie dann ein Feld an, um zu sehen, warum. Mit Ihren eigenen Bildern geht alles genauso: Beginnen Sie mit einem neuen Projekt.</translation>
    </message>
    <message>
        <source>No images at hand? See on painted ones what Doab does:</source>
        <translation>Keine Bilder zur Hand? Sehen Sie an gemalten, was Doab tut:</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>FrameOrder</name>
    <message>
        <source>The order of the dates below</source>
        <translation>Die Reihenfolge der Aufnahmetage unten</translation>
    </message>
    <message>
        <source>In time order</source>
        <translation>In zeitlicher Folge</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>Beste zuerst</translation>
    </message>
    <message>
        <source>Clearest first</source>
        <translation>Klarste zuerst</translation>
    </message>
    <message>
        <source>Dates that show less ground are not listed</source>
        <translation>Aufnahmetage, die weniger Boden zeigen, werden nicht aufgeführt</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>clear at least</source>
        <translation>klar mindestens</translation>
    </message>
</context>
<context>
    <name>GroundCheckBox</name>
    <message>
        <source>Show ground that is no farmland</source>
        <translation>Flächen außerhalb der Landwirtschaft zeigen</translation>
    </message>
    <message>
        <source>Hatched in grey below the parcels: what the model sees as no field, and what you left out of the run. It is a layer of its own in the file of the parcels and is not exported with them.</source>
        <translation>Grau schraffiert unter den Parzellen: was das Modell nicht als Feld sieht und was Sie vom Lauf ausgelassen haben. Es ist ein eigener Layer in der Datei der Parzellen und wird nicht mit ihnen exportiert.</translation>
    </message>
</context>
<context>
    <name>HelpButton</name>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>What the steps, the scores and the attributes mean, and what to do when something is wrong; opens in the browser</source>
        <translation>Was die Schritte, die Werte und die Attribute bedeuten, und was zu tun ist, wenn etwas nicht stimmt; öffnet sich im Browser</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>Earlier runs</source>
        <translation>Frühere Läufe</translation>
    </message>
    <message>
        <source>The latest runs of this user profile, the newest first</source>
        <translation>Die letzten Läufe dieses Benutzerprofils, der neueste zuerst</translation>
    </message>
    <message>
        <source>&amp;Load settings</source>
        <translation>Einstellungen &amp;laden</translation>
    </message>
    <message>
        <source>Show its images and settings in the panel, in place of those there</source>
        <translation>Seine Bilder und Einstellungen im Bedienfeld zeigen, an Stelle derer, die dort sind</translation>
    </message>
    <message>
        <source>&amp;Run again</source>
        <translation>Erneut &amp;starten</translation>
    </message>
    <message>
        <source>Load its settings and start it, with a new output file beside the old one</source>
        <translation>Seine Einstellungen laden und ihn starten, mit einer neuen Ausgabedatei neben der alten</translation>
    </message>
    <message>
        <source>&amp;Open result</source>
        <translation>Ergebnis ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Show its parcels in this project</source>
        <translation>Seine Parzellen in diesem Projekt zeigen</translation>
    </message>
    <message>
        <source>Show lo&amp;g</source>
        <translation>&amp;Protokoll anzeigen</translation>
    </message>
    <message>
        <source>What happened in the run</source>
        <translation>Was im Lauf geschah</translation>
    </message>
    <message>
        <source>R&amp;emove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Forget this run (Delete key); its output file stays</source>
        <translation>Diesen Lauf vergessen (Entf-Taste); seine Ausgabedatei bleibt</translation>
    </message>
    <message>
        <source>No run was recorded yet. Those that you start in this panel appear here.</source>
        <translation>Noch wurde kein Lauf aufgezeichnet. Die, die Sie in diesem Bedienfeld starten, erscheinen hier.</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>nicht gespeichert</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Weggelassen</translation>
    </message>
    <message>
        <source>Parcels of</source>
        <translation>Parzellen von</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>The output file is no longer there.</source>
        <translation>Die Ausgabedatei ist nicht mehr da.</translation>
    </message>
    <message>
        <source> and {} more</source>
        <translation> und {} weitere</translation>
    </message>
    <message>
        <source>⚠ Missing</source>
        <translation>⚠ Fehlt</translation>
    </message>
</context>
<context>
    <name>InputsStep</name>
    <message>
        <source>1  Inputs</source>
        <translation>1  Eingaben</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Recognised</source>
        <translation>Erkannt</translation>
    </message>
    <message>
        <source>What you offered. Double-click a use or a date (YYYY-MM-DD) to correct it.</source>
        <translation>Was Sie anbieten. Doppelklicken Sie eine Verwendung oder ein Datum (JJJJ-MM-TT), um es zu korrigieren.</translation>
    </message>
    <message>
        <source>There is no raster layer here that is not in the list already.</source>
        <translation>Hier ist kein Rasterlayer, der nicht schon in der Liste steht.</translation>
    </message>
    <message>
        <source>QGIS&apos;s Processing plugin is switched off. Switch it on under Plugins, or give the file a coordinate system in another program.</source>
        <translation>Die QGIS-Erweiterung „Verarbeitung“ ist ausgeschaltet. Schalten Sie sie unter Erweiterungen ein, oder geben Sie der Datei in einem anderen Programm ein KBS.</translation>
    </message>
    <message>
        <source>Add the Sentinel-2 images of a season, and Sentinel-1 images and a DEM where you have them.</source>
        <translation>Fügen Sie die Sentinel-2-Bilder einer Saison hinzu, dazu Sentinel-1-Bilder und ein DHM, wenn Sie sie haben.</translation>
    </message>
    <message>
        <source>Sources ({})</source>
        <translation>Quellen ({})</translation>
    </message>
    <message>
        <source>Recognised ({})</source>
        <translation>Erkannt ({})</translation>
    </message>
    <message>
        <source>What was found in it. Double-click a row to correct what it is taken for; that is remembered in the project. No file is changed.</source>
        <translation>Was darin gefunden wurde. Doppelklicken Sie eine Zeile, um sie zu korrigieren; das Projekt merkt es sich. Keine Datei wird geändert.</translation>
    </message>
    <message>
        <source>Recognising {} sources…</source>
        <translation>{} Quellen werden erkannt…</translation>
    </message>
    <message>
        <source>The images are recognised as soon as the environment is there.</source>
        <translation>Die Bilder werden erkannt, sobald die Umgebung da ist.</translation>
    </message>
    <message>
        <source>Recognising was stopped. Untick a source and tick it again to begin anew.</source>
        <translation>Das Erkennen wurde abgebrochen. Entfernen Sie das Häkchen einer Quelle und setzen Sie es wieder, um neu zu beginnen.</translation>
    </message>
    <message>
        <source>⚠ This project names files or folders that nobody listed on this computer. Tick them to open them, if you trust whoever made the project.</source>
        <translation>⚠ Dieses Projekt nennt Dateien oder Ordner, die niemand auf diesem Rechner angegeben hat. Setzen Sie ein Häkchen, um sie zu öffnen, wenn Sie dem vertrauen, der das Projekt erstellt hat.</translation>
    </message>
</context>
<context>
    <name>InspectorStep</name>
    <message>
        <source>5  Inspector</source>
        <translation>5  Inspektor</translation>
    </message>
    <message>
        <source>Click a parcel</source>
        <translation>Parzelle anklicken</translation>
    </message>
    <message>
        <source>Then click parcels in the map to see why they have their crop</source>
        <translation>Klicken Sie dann Parzellen auf der Karte an, um zu sehen, warum sie ihre Kultur haben</translation>
    </message>
    <message>
        <source>There is no parcel where you clicked.</source>
        <translation>Dort ist keine Parzelle.</translation>
    </message>
    <message>
        <source>Press the button and click a parcel in the map, or select one, to see why it has its crop.</source>
        <translation>Drücken Sie den Knopf und klicken Sie eine Parzelle an, oder wählen Sie eine, um zu sehen, warum sie ihre Kultur hat.</translation>
    </message>
    <message>
        <source>This layer does not say which images it was made from, so they cannot be read. Layers that a run in this panel adds do.</source>
        <translation>Dieser Layer sagt nicht, aus welchen Bildern er stammt, daher lassen sie sich nicht lesen. Layer aus einem Lauf dieses Bedienfelds tun es.</translation>
    </message>
    <message>
        <source>The images can be read once the environment is there: see the top of this panel.</source>
        <translation>Die Bilder lassen sich lesen, sobald die Umgebung da ist: siehe oben in diesem Bedienfeld.</translation>
    </message>
    <message>
        <source>Reading the images…</source>
        <translation>Bilder werden gelesen…</translation>
    </message>
    <message>
        <source>(set by the analyst; the model: {})</source>
        <translation>(vom Bearbeiter gesetzt; das Modell: {})</translation>
    </message>
    <message>
        <source>{} · parcel {} · {} ha</source>
        <translation>{} · Parzelle {} · {} ha</translation>
    </message>
    <message>
        <source>{} pixels of 10 m; {} of {} Sentinel-2 dates are clear here, {} Sentinel-1 dates.</source>
        <translation>{} Pixel von 10 m; {} von {} Sentinel-2-Aufnahmetagen sind hier klar, {} Sentinel-1-Aufnahmetage.</translation>
    </message>
    <message>
        <source>No typical curve is known of this crop.</source>
        <translation>Für diese Kultur ist keine typische Kurve bekannt.</translation>
    </message>
    <message>
        <source>⚠ {} more images cannot be read.</source>
        <translation>⚠ {} weitere Bilder sind nicht lesbar.</translation>
    </message>
    <message>
        <source>unknown crop</source>
        <translation>unbekannte Kultur</translation>
    </message>
    <message>
        <source>This parcel was deleted.</source>
        <translation>Diese Parzelle wurde gelöscht.</translation>
    </message>
    <message>
        <source>This layer names {} files that nobody chose on this computer, such as {}. Let them be opened only if you trust whoever made the layer or the project.</source>
        <translation>Dieser Layer nennt {} Dateien, die niemand auf diesem Rechner gewählt hat, etwa {}. Lassen Sie sie nur öffnen, wenn Sie dem vertrauen, der den Layer oder das Projekt erstellt hat.</translation>
    </message>
    <message>
        <source>Open these files</source>
        <translation>Diese Dateien öffnen</translation>
    </message>
</context>
<context>
    <name>LabelSource</name>
    <message>
        <source>Labels</source>
        <translation>Bekannte Kulturen</translation>
    </message>
    <message>
        <source>Polygons or points whose crop is known, such as your own survey, LPIS or EuroCrops</source>
        <translation>Polygone oder Punkte, deren Kultur bekannt ist, etwa Ihre eigene Erhebung, InVeKoS (LPIS) oder EuroCrops</translation>
    </message>
    <message>
        <source>my corrections</source>
        <translation>meine Korrekturen</translation>
    </message>
    <message>
        <source>No column of “{}” has a name of EuroCrops. Choose the column that holds the crops.</source>
        <translation>Keine Spalte von „{}“ hat einen Namen von EuroCrops. Wählen Sie die Spalte mit den Kulturen.</translation>
    </message>
    <message>
        <source>As soon as there is a result, it can learn from the parcels that you correct.</source>
        <translation>Sobald es ein Ergebnis gibt, kann es aus den Parzellen lernen, die Sie korrigieren.</translation>
    </message>
    <message>
        <source>Reading the crops of the layer…</source>
        <translation>Die Kulturen des Layers werden gelesen…</translation>
    </message>
    <message>
        <source>At least {} parcels of two crops are needed.</source>
        <translation>Mindestens {} Parzellen von zwei Kulturen sind nötig.</translation>
    </message>
    <message>
        <source>Looking for corrected parcels…</source>
        <translation>Korrigierte Parzellen werden gesucht…</translation>
    </message>
    <message>
        <source>Corrected or accepted parcels: {}, crops: {}.</source>
        <translation>Korrigierte oder bestätigte Parzellen: {}, Kulturen: {}.</translation>
    </message>
    <message>
        <source>That is enough to learn from; more, of every crop that grows here, are better.</source>
        <translation>Das genügt zum Lernen; mehr, von jeder Kultur, die hier wächst, sind besser.</translation>
    </message>
</context>
<context>
    <name>LabelsCheckBox</name>
    <message>
        <source>Label parcels with their crops</source>
        <translation>Parzellen mit ihren Kulturen beschriften</translation>
    </message>
    <message>
        <source>Where the name fits into the parcel: zoom in to see more of them</source>
        <translation>Wo der Name in die Parzelle passt: Zoomen Sie hinein, um mehr zu sehen</translation>
    </message>
</context>
<context>
    <name>LearningPanel</name>
    <message>
        <source>Crops…</source>
        <translation>Kulturen…</translation>
    </message>
    <message>
        <source>Say which crops grow here: add some of the whole HCAT taxonomy, switch others off</source>
        <translation>Sagen, welche Kulturen hier wachsen: einige aus ganz HCAT hinzufügen, andere ausschalten</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Learn from the labels and show the score; nothing changes yet</source>
        <translation>Aus den bekannten Kulturen lernen und die Güte zeigen; noch ändert sich nichts</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Give all parcels that you have not decided about the crop that was learned</source>
        <translation>Allen Parzellen, über die Sie nicht entschieden haben, die gelernte Kultur geben</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Give the parcels the crops back that they had before the last learning</source>
        <translation>Den Parzellen die Kulturen zurückgeben, die sie vor dem letzten Lernen hatten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop learning</source>
        <translation>Das Lernen anhalten</translation>
    </message>
    <message>
        <source>Save as model…</source>
        <translation>Als Modell speichern…</translation>
    </message>
    <message>
        <source>Save what the preview learned as a trained model of this region, for later runs and for others</source>
        <translation>Was die Vorschau gelernt hat, als trainiertes Modell dieser Region speichern, für spätere Läufe und für andere</translation>
    </message>
    <message>
        <source>Suggest parcels</source>
        <translation>Parzellen vorschlagen</translation>
    </message>
    <message>
        <source>Select the parcels in the map whose crop would teach the most: label these next</source>
        <translation>Die Parzellen in der Karte wählen, deren Kultur am meisten lehren würde: Bestimmen Sie diese als Nächstes</translation>
    </message>
</context>
<context>
    <name>LearningStep</name>
    <message>
        <source>Working…</source>
        <translation>In Arbeit …</translation>
    </message>
    <message>
        <source>{} parcels have their former crops again.</source>
        <translation>{} Parzellen haben wieder ihre früheren Kulturen.</translation>
    </message>
    <message>
        <source>{} parcels are selected. Set or accept their crops in step 6, then save.</source>
        <translation>{} Parzellen sind gewählt. Setzen oder bestätigen Sie deren Kulturen in Schritt 6 und speichern Sie.</translation>
    </message>
    <message>
        <source>Teach it your region</source>
        <translation>Region anlernen</translation>
    </message>
</context>
<context>
    <name>LikelihoodBars</name>
    <message>
        <source>How likely each crop is; click one, or use the arrow keys, to see its typical curve in the plot</source>
        <translation>Wie wahrscheinlich jede Kultur ist; klicken Sie eine an, oder nehmen Sie die Pfeiltasten, um ihre typische Kurve im Diagramm zu sehen</translation>
    </message>
    <message>
        <source>{} others</source>
        <translation>{} andere</translation>
    </message>
    <message>
        <source>{}: {} %.</source>
        <translation>{}: {} %.</translation>
    </message>
    <message>
        <source>The plot shows its typical curve.</source>
        <translation>Das Diagramm zeigt ihre typische Kurve.</translation>
    </message>
    <message>
        <source>Click to see its typical curve.</source>
        <translation>Klicken, um ihre typische Kurve zu sehen.</translation>
    </message>
</context>
<context>
    <name>LogDialog</name>
    <message>
        <source>Log of the run of {}</source>
        <translation>Protokoll des Laufs vom {}</translation>
    </message>
    <message>
        <source>Send it along when you ask for help</source>
        <translation>Schicken Sie es mit, wenn Sie um Hilfe bitten</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the log to the clipboard</source>
        <translation>Das Protokoll in die Zwischenablage kopieren</translation>
    </message>
</context>
<context>
    <name>ParcelsWidget</name>
    <message>
        <source>Label my parcels: a layer of polygons, such as LPIS, a cadastre or your own drawing. Their outlines and columns stay as they are, and each gets its crop. Empty: the model finds the parcels</source>
        <translation>Meine Parzellen kennzeichnen: ein Polygonlayer, etwa LPIS, ein Kataster oder eigene Zeichnungen. Die Umrisse und Spalten bleiben, wie sie sind, und jede Parzelle erhält ihre Kultur. Leer: Das Modell findet die Parzellen</translation>
    </message>
    <message>
        <source>found by the model</source>
        <translation>vom Modell gefunden</translation>
    </message>
</context>
<context>
    <name>PrintButton</name>
    <message>
        <source>Print layout</source>
        <translation>Drucklayout</translation>
    </message>
    <message>
        <source>Make a page to print: map, legend, scale bar, north arrow, attribution, dates of the images</source>
        <translation>Eine Seite zum Drucken: Karte, Legende, Maßstab, Nordpfeil, Quellenangabe, Daten der Bilder</translation>
    </message>
</context>
<context>
    <name>ProgressWidget</name>
    <message>
        <source>Run</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Map the field parcels in the background</source>
        <translation>Die Feldparzellen im Hintergrund kartieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop the run; where parcels are finished you are asked whether to keep them</source>
        <translation>Den Lauf anhalten; sind Parzellen fertig, werden Sie gefragt, ob sie bleiben sollen</translation>
    </message>
    <message>
        <source>Keep what is finished</source>
        <translation>Fertige behalten</translation>
    </message>
    <message>
        <source>Stop, and make the parcels that are finished the result</source>
        <translation>Anhalten und die fertigen Parzellen zum Ergebnis machen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Stop; nothing is written</source>
        <translation>Anhalten; nichts wird geschrieben</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortfahren</translation>
    </message>
    <message>
        <source>Do not stop the run</source>
        <translation>Den Lauf nicht anhalten</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Wird gestartet…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>Keeping the parcels that are finished…</source>
        <translation>Fertige Parzellen werden behalten…</translation>
    </message>
    <message>
        <source>{} left</source>
        <translation>noch {}</translation>
    </message>
    <message>
        <source>{} parcels so far</source>
        <translation>bisher {} Parzellen</translation>
    </message>
    <message>
        <source>{} of {}: {}</source>
        <translation>{} von {}: {}</translation>
    </message>
    <message>
        <source>At least {} parcels are finished. What is to become of them?</source>
        <translation>Mindestens {} Parzellen sind fertig. Was soll mit ihnen geschehen?</translation>
    </message>
    <message>
        <source>Earlier runs…</source>
        <translation>Frühere Läufe…</translation>
    </message>
    <message>
        <source>The runs of this user profile with their settings, to load or repeat one or to open its result</source>
        <translation>Die Läufe dieses Benutzerprofils mit ihren Einstellungen, um einen zu laden, zu wiederholen oder sein Ergebnis zu öffnen</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>Protokoll anzeigen</translation>
    </message>
    <message>
        <source>What happened in the last run, with the details of what went wrong</source>
        <translation>Was im letzten Lauf geschah, mit den Einzelheiten dessen, was schiefging</translation>
    </message>
</context>
<context>
    <name>ReferenceStep</name>
    <message>
        <source>2  Reference frame</source>
        <translation>2  Referenzbild</translation>
    </message>
    <message>
        <source>The date whose image gives the parcels their outlines; the best stand first</source>
        <translation>Das Datum, dessen Bild den Parzellen ihre Umrisse gibt; die besten zuerst</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Automatic ({})</source>
        <translation>Automatisch ({})</translation>
    </message>
    <message>
        <source>{} · quality {}</source>
        <translation>{} · Güte {}</translation>
    </message>
    <message>
        <source>The dates of the Sentinel-2 images appear here, with how well each would do.</source>
        <translation>Hier erscheinen die Aufnahmetage der Sentinel-2-Bilder und wie gut sich jeder eignet.</translation>
    </message>
    <message>
        <source>★ {} is proposed. {}</source>
        <translation>★ {} wird vorgeschlagen. {}</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>klar</translation>
    </message>
    <message>
        <source>free of haze</source>
        <translation>dunstfrei</translation>
    </message>
    <message>
        <source>sharp</source>
        <translation>scharf</translation>
    </message>
    <message>
        <source>contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>&lt;b&gt;{}&lt;/b&gt;, quality {}</source>
        <translation>&lt;b&gt;{}&lt;/b&gt;, Güte {}</translation>
    </message>
    <message>
        <source>★ proposed</source>
        <translation>★ Vorschlag</translation>
    </message>
    <message>
        <source>no clear ground</source>
        <translation>kein klarer Boden</translation>
    </message>
    <message>
        <source>growing season</source>
        <translation>Wachstumszeit</translation>
    </message>
    <message>
        <source>height of the sun</source>
        <translation>Sonnenstand</translation>
    </message>
    <message>
        <source>confidence of the map</source>
        <translation>Konfidenz der Karte</translation>
    </message>
    <message>
        <source>A run compares sample maps from the best dates before it decides.</source>
        <translation>Ein Lauf vergleicht Probekarten aus den besten Tagen, bevor er entscheidet.</translation>
    </message>
    <message>
        <source>The dates of the images. Click one, or use the arrow keys, to take it as the reference and see it on the map. How sure the model is of the map from a date counts, too, once a run has compared the best dates.</source>
        <translation>Die Aufnahmetage der Bilder. Klicken Sie einen an, oder nehmen Sie die Pfeiltasten, um ihn als Referenz zu wählen und auf der Karte zu sehen. Wie sicher sich das Modell der Karte aus einem Tag ist, zählt auch, sobald ein Lauf die besten Tage verglichen hat.</translation>
    </message>
</context>
<context>
    <name>ResultLoader</name>
    <message>
        <source>Doab: {}</source>
        <translation>Doab: {}</translation>
    </message>
    <message>
        <source>The parcels are in {}, but could not be shown: {}. Drag the file into QGIS to open it.</source>
        <translation>Die Parzellen sind in {}, konnten aber nicht gezeigt werden: {}. Ziehen Sie die Datei in QGIS, um sie zu öffnen.</translation>
    </message>
</context>
<context>
    <name>ResultsStep</name>
    <message>
        <source>4  Results</source>
        <translation>4  Ergebnisse</translation>
    </message>
    <message>
        <source>Zoom to parcels</source>
        <translation>Auf Parzellen zoomen</translation>
    </message>
    <message>
        <source>Show all these parcels in the map</source>
        <translation>Alle diese Parzellen auf der Karte zeigen</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Kultur</translation>
    </message>
    <message>
        <source>Parcels</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>ha</source>
        <translation>ha</translation>
    </message>
    <message>
        <source>Conf.</source>
        <translation>Konf.</translation>
    </message>
    <message>
        <source>Hectares. Bar: parcels of the crop. Line: what the probabilities of all parcels let one expect, ± one standard deviation.</source>
        <translation>Hektar. Balken: Parzellen der Kultur. Strich: was die Wahrscheinlichkeiten aller Parzellen erwarten lassen, ± eine Standardabweichung.</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>The area of each crop in figures. It follows your edits.</source>
        <translation>Die Fläche jeder Kultur in Zahlen. Sie folgt Ihren Änderungen.</translation>
    </message>
    <message>
        <source>The area of each crop with its uncertainty. It follows your edits.</source>
        <translation>Die Fläche jeder Kultur mit ihrer Unsicherheit. Sie folgt Ihren Änderungen.</translation>
    </message>
    <message>
        <source>The crops that are found appear here, and the parcels in the map.</source>
        <translation>Die gefundenen Kulturen erscheinen hier, die Parzellen auf der Karte.</translation>
    </message>
    <message>
        <source>&lt;b&gt;{} parcels, {} ha&lt;/b&gt;</source>
        <translation>&lt;b&gt;{} Parzellen, {} ha&lt;/b&gt;</translation>
    </message>
    <message>
        <source>{}. Expected {} ha: one standard deviation, if the parcels err independently of each other. Where they err together it is more.</source>
        <translation>{}. Erwartet {} ha: eine Standardabweichung, wenn die Parzellen unabhängig voneinander irren. Irren sie gemeinsam, ist es mehr.</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>{}; no farmland: {} ha</source>
        <translation>{}; keine Landwirtschaftsfläche: {} ha</translation>
    </message>
    <message>
        <source>The crops found, the most area first; the confidence is the parcels&apos; mean. Expected hectares add up the crop&apos;s share in the probabilities of all parcels, also of those with another crop. Choose rows to select their parcels in the map.</source>
        <translation>Die gefundenen Kulturen, die mit der meisten Fläche zuerst; die Sicherheit ist der Mittelwert der Parzellen. Erwartete Hektar summieren den Anteil der Kultur an den Wahrscheinlichkeiten aller Parzellen, auch derer mit anderer Kultur. Wählen Sie Zeilen, um deren Parzellen in der Karte auszuwählen.</translation>
    </message>
</context>
<context>
    <name>RowOrder</name>
    <message>
        <source>The order of the dates below; a click on the title of the column “Clear” changes it, too</source>
        <translation>Die Reihenfolge der Termine darunter; auch ein Klick auf den Titel der Spalte „Klar“ ändert sie</translation>
    </message>
    <message>
        <source>In time order</source>
        <translation>In zeitlicher Folge</translation>
    </message>
    <message>
        <source>Clearest first</source>
        <translation>Klarste zuerst</translation>
    </message>
    <message>
        <source>Cloudiest first</source>
        <translation>Wolkigste zuerst</translation>
    </message>
    <message>
        <source>Dates that show less ground are not listed; they are mapped all the same, unless you leave them out</source>
        <translation>Termine, die weniger Boden zeigen, sind nicht aufgeführt; sie werden trotzdem kartiert, außer Sie lassen sie weg</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>clear at least</source>
        <translation>klar mindestens</translation>
    </message>
    <message>
        <source>hidden: {}</source>
        <translation>verborgen: {}</translation>
    </message>
</context>
<context>
    <name>RunHistory</name>
    <message>
        <source>Settings of the run of {} loaded. Missing: {}</source>
        <translation>Einstellungen des Laufs vom {} geladen. Es fehlen: {}</translation>
    </message>
    <message>
        <source>Settings of the run of {} loaded.</source>
        <translation>Einstellungen des Laufs vom {} geladen.</translation>
    </message>
    <message>
        <source>Nothing was started: the reference frame {} is not among the recognised images.</source>
        <translation>Nichts wurde gestartet: Das Referenzbild {} ist nicht unter den erkannten Bildern.</translation>
    </message>
</context>
<context>
    <name>RunSettings</name>
    <message>
        <source>The GeoPackage that the parcels are written to</source>
        <translation>Das GeoPackage, in das die Parzellen geschrieben werden</translation>
    </message>
    <message>
        <source>GeoPackage (*.gpkg)</source>
        <translation>GeoPackage (*.gpkg)</translation>
    </message>
    <message>
        <source>Save the parcels as</source>
        <translation>Parzellen speichern unter</translation>
    </message>
    <message>
        <source>What computes; Automatic takes a graphics card where one can be used</source>
        <translation>Was rechnet; Automatisch nimmt eine Grafikkarte, wo es geht</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>NVIDIA graphics card (CUDA)</source>
        <translation>NVIDIA-Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation>Apple-Grafik (MPS)</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Gebiet</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source> ha</source>
        <translation> ha</translation>
    </message>
    <message>
        <source>Smaller parcels are left out (hectares)</source>
        <translation>Kleinere Parzellen werden weggelassen (Hektar)</translation>
    </message>
    <message>
        <source> m</source>
        <translation> m</translation>
    </message>
    <message>
        <source>How far an outline may move when it is simplified (metres); 0 keeps the steps of the pixels</source>
        <translation>Wie weit ein Umriss beim Vereinfachen wandern darf (Meter); 0 behält die Stufen der Pixel</translation>
    </message>
    <message>
        <source>Smallest parcel</source>
        <translation>Kleinste Parzelle</translation>
    </message>
    <message>
        <source>Simplify outlines</source>
        <translation>Umrisse vereinfachen</translation>
    </message>
    <message>
        <source>Choose an output file in step 3.</source>
        <translation>Wählen Sie in Schritt 3 eine Ausgabedatei.</translation>
    </message>
    <message>
        <source>The folder {} does not exist. Choose another output file in step 3.</source>
        <translation>Den Ordner {} gibt es nicht. Wählen Sie in Schritt 3 eine andere Ausgabedatei.</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>Parcels</source>
        <translation>Parzellen</translation>
    </message>
</context>
<context>
    <name>RunStep</name>
    <message>
        <source>3  Run</source>
        <translation>3  Lauf</translation>
    </message>
    <message>
        <source>The environment comes first: see the top of this panel.</source>
        <translation>Zuerst kommt die Umgebung: siehe oben in diesem Bedienfeld.</translation>
    </message>
    <message>
        <source>Waiting until the images are recognised.</source>
        <translation>Die Bilder werden noch erkannt.</translation>
    </message>
    <message>
        <source>Add at least one Sentinel-2 image in step 1.</source>
        <translation>Fügen Sie in Schritt 1 mindestens ein Sentinel-2-Bild hinzu.</translation>
    </message>
    <message>
        <source>The run was cancelled. Nothing was written.</source>
        <translation>Der Lauf wurde abgebrochen. Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>Done: {}</source>
        <translation>Fertig: {}</translation>
    </message>
    <message>
        <source>{} parcels were mapped.</source>
        <translation>{} Parzellen wurden kartiert.</translation>
    </message>
    <message>
        <source>No parcel was found. The reasons may stand in the warnings of step 4.</source>
        <translation>Keine Parzelle gefunden. Die Gründe stehen womöglich in den Warnungen von Schritt 4.</translation>
    </message>
    <message>
        <source>Outlines are those of {}. {}</source>
        <translation>Die Umrisse stammen vom {}. {}</translation>
    </message>
    <message>
        <source>Nothing was started. Choose another output file.</source>
        <translation>Es wurde nichts gestartet. Wählen Sie eine andere Ausgabedatei.</translation>
    </message>
    <message>
        <source>Choose another device: this one cannot compute.</source>
        <translation>Wählen Sie ein anderes Gerät: Dieses kann nicht rechnen.</translation>
    </message>
    <message>
        <source>Nothing was started. Choose another trained model under Advanced.</source>
        <translation>Nichts wurde gestartet. Wählen Sie unter „Erweitert“ ein anderes trainiertes Modell.</translation>
    </message>
    <message>
        <source>On that date {} % of the images&apos; ground is under clouds, where no parcel can be seen. A clearer date in step 2 shows it.</source>
        <translation>An diesem Termin liegen {} % des abgebildeten Bodens unter Wolken, wo keine Parzelle zu sehen ist. Ein klarerer Termin in Schritt 2 zeigt ihn.</translation>
    </message>
</context>
<context>
    <name>ScoreView</name>
    <message>
        <source>Declared parcels by the crop mapped on them</source>
        <translation>Gemeldete Parzellen nach der auf ihnen kartierten Kultur</translation>
    </message>
</context>
<context>
    <name>SeasonWidget</name>
    <message>
        <source>One season of growth is mapped at a time; dates outside it are left out</source>
        <translation>Es wird jeweils eine Wachstumssaison kartiert; Aufnahmetage außerhalb werden weggelassen</translation>
    </message>
    <message>
        <source>The first date that is mapped</source>
        <translation>Der erste Tag, der kartiert wird</translation>
    </message>
    <message>
        <source>The last date that is mapped</source>
        <translation>Der letzte Tag, der kartiert wird</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Season</source>
        <translation>Saison</translation>
    </message>
    <message>
        <source>Harvest of {} · dates: {}</source>
        <translation>Ernte {} · Aufnahmetage: {}</translation>
    </message>
    <message>
        <source>All dates</source>
        <translation>Alle Aufnahmetage</translation>
    </message>
    <message>
        <source>First and last date…</source>
        <translation>Erster und letzter Tag…</translation>
    </message>
    <message>
        <source>Automatic: harvest of {}</source>
        <translation>Automatisch: Ernte {}</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>⚠ The dates are of several seasons: {}. Map them one after the other.</source>
        <translation>⚠ Die Aufnahmetage gehören zu mehreren Saisons: {}. Kartieren Sie sie nacheinander.</translation>
    </message>
    <message>
        <source>Dates outside {}: {}. They are not ticked under “Recognised”.</source>
        <translation>Aufnahmetage außerhalb von {}: {}. Unter „Erkannt“ haben sie kein Häkchen.</translation>
    </message>
</context>
<context>
    <name>SeriesPlot</name>
    <message>
        <source>No image shows this parcel.</source>
        <translation>Kein Bild zeigt diese Parzelle.</translation>
    </message>
    <message>
        <source>this parcel, 10–90 % of its pixels</source>
        <translation>diese Parzelle, 10–90 % ihrer Pixel</translation>
    </message>
    <message>
        <source>typical {} ± 1 std. dev.</source>
        <translation>{} typisch ± 1 Std.-Abw.</translation>
    </message>
    <message>
        <source>cloudy</source>
        <translation>bewölkt</translation>
    </message>
    <message>
        <source>reference frame</source>
        <translation>Referenzbild</translation>
    </message>
    <message>
        <source>{}: {} (from {} to {})</source>
        <translation>{}: {} (von {} bis {})</translation>
    </message>
    <message>
        <source>{} % of the parcel is clear</source>
        <translation>{} % der Parzelle sind klar</translation>
    </message>
    <message>
        <source>typical {}: {} ± {}</source>
        <translation>{} typisch: {} ± {}</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Another project was opened meanwhile, so the parcels were not added to it. They are in {}.</source>
        <translation>Inzwischen wurde ein anderes Projekt geöffnet, daher wurden die Parzellen ihm nicht hinzugefügt. Sie liegen in {}.</translation>
    </message>
</context>
<context>
    <name>SourceButtons</name>
    <message>
        <source>Add layers</source>
        <translation>Layer hinzufügen</translation>
    </message>
    <message>
        <source>Add every raster layer of the project that is not in the list yet</source>
        <translation>Alle Rasterlayer des Projekts hinzufügen, die noch nicht in der Liste stehen</translation>
    </message>
    <message>
        <source>All raster layers of the project</source>
        <translation>Alle Rasterlayer des Projekts</translation>
    </message>
    <message>
        <source>Selected layers</source>
        <translation>Gewählte Layer</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner…</translation>
    </message>
    <message>
        <source>Add a folder of images or a SAFE product; it need not be open in QGIS</source>
        <translation>Einen Ordner mit Bildern oder ein SAFE-Produkt hinzufügen; es muss nicht in QGIS geöffnet sein</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dateien hinzufügen…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Take the selected rows out of the list; no file or layer is deleted</source>
        <translation>Die gewählten Zeilen aus der Liste nehmen; keine Datei und kein Layer wird gelöscht</translation>
    </message>
    <message>
        <source>A folder of images or a SAFE product</source>
        <translation>Ein Ordner mit Bildern oder ein SAFE-Produkt</translation>
    </message>
    <message>
        <source>Images or zipped SAFE products</source>
        <translation>Bilder oder gezippte SAFE-Produkte</translation>
    </message>
    <message>
        <source>Rasters and archives (*.tif *.tiff *.jp2 *.vrt *.img *.nc *.zip);;All files (*)</source>
        <translation>Raster und Archive (*.tif *.tiff *.jp2 *.vrt *.img *.nc *.zip);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>StylingWidget</name>
    <message>
        <source>Colour is the crop; the fainter it is, the less sure is the crop</source>
        <translation>Die Farbe ist die Kultur; je blasser, desto unsicherer</translation>
    </message>
    <message>
        <source>Colour is how sure the crop is: red is doubtful, blue is sure</source>
        <translation>Die Farbe sagt, wie sicher die Kultur ist: Rot ist unsicher, Blau sicher</translation>
    </message>
    <message>
        <source>Colour of the outline is how clearly it shows in the images: yellow is faint, violet is clear</source>
        <translation>Die Farbe des Umrisses sagt, wie deutlich er in den Bildern ist: Gelb ist schwach, Violett klar</translation>
    </message>
    <message>
        <source>Parcels whose crop is less sure than this are not drawn, and a click in the map does not find them. They stay in the layer.</source>
        <translation>Parzellen mit unsichererer Kultur werden nicht gezeichnet, und ein Klick auf die Karte findet sie nicht. Sie bleiben im Layer.</translation>
    </message>
    <message>
        <source>Confidence at least</source>
        <translation>Konfidenz mindestens</translation>
    </message>
    <message>
        <source>Hidden: {} of {} parcels.</source>
        <translation>Ausgeblendet: {} von {} Parzellen.</translation>
    </message>
</context>
<context>
    <name>TrainingDialog</name>
    <message>
        <source>Train on your own parcels</source>
        <translation>Mit eigenen Parzellen trainieren</translation>
    </message>
    <message>
        <source>The model learns from the images of step 1 ({}) and from parcels whose crops are known, beginning with {}. A quarter of the parcels, in whole squares of ground, is held out to score it before and after. On a processor this takes from ten minutes to hours; you can go on working, and what is interrupted goes on later. A hundred parcels or more are worth it; with fewer, learn from labels instead.</source>
        <translation>Das Modell lernt aus den Bildern von Schritt 1 ({}) und aus Parzellen, deren Kulturen bekannt sind, ausgehend von {}. Ein Viertel der Parzellen, in ganzen Quadraten, wird zurückgehalten, um es davor und danach zu bewerten. Auf einem Prozessor dauert das von zehn Minuten bis zu Stunden; Sie können weiterarbeiten, und was unterbrochen wird, geht später weiter. Ab hundert Parzellen lohnt es sich; mit weniger lernen Sie besser aus bekannten Kulturen.</translation>
    </message>
    <message>
        <source>Parcels</source>
        <translation>Parzellen</translation>
    </message>
    <message>
        <source>Parcels whose crops are known, such as LPIS, EuroCrops or your own survey</source>
        <translation>Parzellen, deren Kulturen bekannt sind, etwa InVeKoS (LPIS), EuroCrops oder Ihre eigene Erhebung</translation>
    </message>
    <message>
        <source>choose a layer</source>
        <translation>Layer wählen</translation>
    </message>
    <message>
        <source>Ground without a parcel is not taken for no field then</source>
        <translation>Boden ohne Parzelle gilt dann nicht als kein Feld</translation>
    </message>
    <message>
        <source>Batches of tiles; more take longer</source>
        <translation>Pakete von Kacheln; mehr dauern länger</translation>
    </message>
    <message>
        <source>A new folder for the trained model</source>
        <translation>Ein neuer Ordner für das trainierte Modell</translation>
    </message>
    <message>
        <source>Choose where the trained model goes</source>
        <translation>Wählen, wohin das trainierte Modell kommt</translation>
    </message>
    <message>
        <source>Training steps</source>
        <translation>Trainingsschritte</translation>
    </message>
    <message>
        <source>Write to</source>
        <translation>Schreiben nach</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Some fields are missing in the layer</source>
        <translation>Einige Felder fehlen im Layer</translation>
    </message>
</context>
<context>
    <name>TrainingWidget</name>
    <message>
        <source>Train on your own parcels…</source>
        <translation>Mit eigenen Parzellen trainieren…</translation>
    </message>
    <message>
        <source>For those with many labels: train the model itself further, on your images and parcels</source>
        <translation>Für alle mit vielen bekannten Parzellen: das Modell selbst weiter trainieren, mit Ihren Bildern und Parzellen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop; what is done is kept for later</source>
        <translation>Anhalten; was fertig ist, bleibt für später</translation>
    </message>
    <message>
        <source>{} dates</source>
        <translation>{} Termine</translation>
    </message>
    <message>
        <source>the model that comes with Doab</source>
        <translation>das mit Doab gelieferte Modell</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>In Arbeit…</translation>
    </message>
    <message>
        <source>Stopped. The same training goes on from where it was when you start it again.</source>
        <translation>Angehalten. Dasselbe Training geht weiter, wo es war, wenn Sie es wieder starten.</translation>
    </message>
</context>
<context>
    <name>UnlistedLayersNotice</name>
    <message>
        <source>Put these layers into the list</source>
        <translation>Diese Layer in die Liste aufnehmen</translation>
    </message>
    <message>
        <source>One raster layer of the project is not listed.</source>
        <translation>Ein Rasterlayer des Projekts fehlt in der Liste.</translation>
    </message>
    <message>
        <source>{} raster layers of the project are not listed.</source>
        <translation>{} Rasterlayer des Projekts fehlen in der Liste.</translation>
    </message>
    <message>
        <source>List them</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>List it</source>
        <translation>Aufnehmen</translation>
    </message>
</context>
<context>
    <name>ValidationStep</name>
    <message>
        <source>8  Validation</source>
        <translation>8  Validierung</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Score the result against the declared parcels, and write a report beside it</source>
        <translation>Das Ergebnis gegen die gemeldeten Parzellen bewerten und daneben einen Bericht schreiben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>Den Vergleich anhalten</translation>
    </message>
    <message>
        <source>Stopped. Nothing was written.</source>
        <translation>Angehalten. Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>Show suspicious parcels</source>
        <translation>Verdächtige Parzellen zeigen</translation>
    </message>
    <message>
        <source>Add the declared parcels whose crop is probably wrong as a layer, the likeliest error first</source>
        <translation>Die gemeldeten Parzellen, deren Kultur wahrscheinlich falsch ist, als Layer hinzufügen, der wahrscheinlichste Fehler zuerst</translation>
    </message>
    <message>
        <source>Parcels whose crops are known, such as LPIS, EuroCrops or your own survey</source>
        <translation>Parzellen, deren Kulturen bekannt sind, etwa LPIS, EuroCrops oder eine eigene Erhebung</translation>
    </message>
    <message>
        <source>choose a layer</source>
        <translation>einen Layer wählen</translation>
    </message>
    <message>
        <source>Mapped parcels that lie on no declared one are not counted as errors then</source>
        <translation>Kartierte Parzellen, die auf keiner gemeldeten liegen, zählen dann nicht als Fehler</translation>
    </message>
    <message>
        <source>Declared parcels</source>
        <translation>Gemeldete Parzellen</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Wird verglichen…</translation>
    </message>
    <message>
        <source>Open the report</source>
        <translation>Den Bericht öffnen</translation>
    </message>
    <message>
        <source>Some fields are missing in the layer</source>
        <translation>Einige Felder fehlen im Layer</translation>
    </message>
    <message>
        <source>{} declared parcels count; the declared crop of {} of them is probably wrong.</source>
        <translation>{} gemeldete Parzellen zählen; die gemeldete Kultur von {} davon ist wahrscheinlich falsch.</translation>
    </message>
</context>
</TS>
