<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>@default</name>
    <message>
        <source>Mapped by Doab on {}.</source>
        <translation>Cartographié par Doab le {}.</translation>
    </message>
    <message>
        <source>Model: {}</source>
        <translation>Modèle : {}</translation>
    </message>
    <message>
        <source>default model</source>
        <translation>modèle fourni</translation>
    </message>
    <message>
        <source>Reference date: {}</source>
        <translation>Date de référence : {}</translation>
    </message>
    <message>
        <source>Sentinel-2: {}</source>
        <translation>Sentinel-2 : {}</translation>
    </message>
    <message>
        <source>Sentinel-1: {}</source>
        <translation>Sentinel-1 : {}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>DEM: {}</source>
        <translation>MNT : {}</translation>
    </message>
    <message>
        <source>Smallest parcel {} ha, outlines simplified by {} m.</source>
        <translation>Parcelle minimale {} ha, contours simplifiés de {} m.</translation>
    </message>
    <message>
        <source>Contains modified Copernicus Sentinel data.</source>
        <translation>Contient des données Copernicus Sentinel modifiées.</translation>
    </message>
    <message>
        <source>Unknown crop</source>
        <translation>Culture inconnue</translation>
    </message>
    <message>
        <source>“{}” cannot be edited: its file is read-only or in use. Export the parcels to another file and correct them there.</source>
        <translation>« {} » n’est pas modifiable : son fichier est en lecture seule ou en cours d’utilisation. Exportez les parcelles vers un autre fichier et corrigez-les là.</translation>
    </message>
    <message>
        <source>Set crop to {} ({})</source>
        <translation>Attribuer la culture {} ({})</translation>
    </message>
    <message>
        <source>Accept parcels ({})</source>
        <translation>Accepter les parcelles ({})</translation>
    </message>
    <message>
        <source>Only parcels that lie side by side can become one. Select some that share a border.</source>
        <translation>Seules des parcelles voisines peuvent être fusionnées. Sélectionnez-en qui partagent une limite.</translation>
    </message>
    <message>
        <source>Merge parcels ({})</source>
        <translation>Fusionner les parcelles ({})</translation>
    </message>
    <message>
        <source>There is a parcel at this place already.</source>
        <translation>Il y a déjà une parcelle à cet endroit.</translation>
    </message>
    <message>
        <source>Map one field</source>
        <translation>Cartographier un champ</translation>
    </message>
    <message>
        <source>Add columns for decisions</source>
        <translation>Ajouter les champs de décision</translation>
    </message>
    <message>
        <source>QGIS could not change the layer, so all stays as it was. The log panel says more.</source>
        <translation>QGIS n’a pas pu modifier la couche ; tout reste en l’état. Le journal des messages en dit plus.</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Écarter</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Sensor</source>
        <translation>Capteur</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bandes</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Dégagé</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>Traitement</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>Pixel</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>CRS</source>
        <translation>SCR</translation>
    </message>
    <message>
        <source>Say what it is…</source>
        <translation>Préciser ce que c’est…</translation>
    </message>
    <message>
        <source>Set the date…</source>
        <translation>Fixer la date…</translation>
    </message>
    <message>
        <source>Set the values…</source>
        <translation>Fixer les valeurs…</translation>
    </message>
    <message>
        <source>Name the bands…</source>
        <translation>Nommer les bandes…</translation>
    </message>
    <message>
        <source>Assign a CRS…</source>
        <translation>Attribuer un SCR…</translation>
    </message>
    <message>
        <source>temporal range of the layer</source>
        <translation>plage temporelle de la couche</translation>
    </message>
    <message>
        <source>no Sentinel-2 date that can be used</source>
        <translation>aucune date Sentinel-2 utilisable</translation>
    </message>
    <message>
        <source>no Sentinel-1</source>
        <translation>pas de Sentinel-1</translation>
    </message>
    <message>
        <source>DEM</source>
        <translation>MNT</translation>
    </message>
    <message>
        <source>no DEM</source>
        <translation>pas de MNT</translation>
    </message>
    <message>
        <source>set by you</source>
        <translation>fixé par vous</translation>
    </message>
    <message>
        <source>file name</source>
        <translation>nom du fichier</translation>
    </message>
    <message>
        <source>layer name</source>
        <translation>nom de la couche</translation>
    </message>
    <message>
        <source>folder name</source>
        <translation>nom du dossier</translation>
    </message>
    <message>
        <source>name</source>
        <translation>nom</translation>
    </message>
    <message>
        <source>name of the product</source>
        <translation>nom du produit</translation>
    </message>
    <message>
        <source>names of the bands</source>
        <translation>noms des bandes</translation>
    </message>
    <message>
        <source>name of the band</source>
        <translation>nom de la bande</translation>
    </message>
    <message>
        <source>names of the bands in the file</source>
        <translation>noms des bandes du fichier</translation>
    </message>
    <message>
        <source>unit of the band in the file</source>
        <translation>unité de la bande dans le fichier</translation>
    </message>
    <message>
        <source>metadata of the file</source>
        <translation>métadonnées du fichier</translation>
    </message>
    <message>
        <source>names of the product&apos;s images</source>
        <translation>noms des images du produit</translation>
    </message>
    <message>
        <source>SCL of the product</source>
        <translation>SCL du produit</translation>
    </message>
    <message>
        <source>metadata of the file, {}</source>
        <translation>métadonnées du fichier, {}</translation>
    </message>
    <message>
        <source>metadata of the product, {}</source>
        <translation>métadonnées du produit, {}</translation>
    </message>
    <message>
        <source>reflectance</source>
        <translation>réflectance</translation>
    </message>
    <message>
        <source>reflectance × 10 000</source>
        <translation>réflectance × 10 000</translation>
    </message>
    <message>
        <source>reflectance × 10 000 + 1 000</source>
        <translation>réflectance × 10 000 + 1 000</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>dB</translation>
    </message>
    <message>
        <source>linear power</source>
        <translation>puissance linéaire</translation>
    </message>
    <message>
        <source>amplitude</source>
        <translation>amplitude</translation>
    </message>
    <message>
        <source>scene classification</source>
        <translation>classification de scène</translation>
    </message>
    <message>
        <source>none; clouds are found by their colour</source>
        <translation>aucun ; les nuages sont reconnus à leur couleur</translation>
    </message>
    <message>
        <source>Cloud mask</source>
        <translation>Masque de nuages</translation>
    </message>
    <message>
        <source>{} %</source>
        <translation>{} %</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>mesuré</translation>
    </message>
    <message>
        <source>QGIS shows it in {}, but {} of the file counts</source>
        <translation>QGIS l’affiche en {}, mais c’est {} du fichier qui compte</translation>
    </message>
    <message>
        <source>taken as it is</source>
        <translation>pris tel quel</translation>
    </message>
    <message>
        <source>slope is computed</source>
        <translation>la pente est calculée</translation>
    </message>
    <message>
        <source>turned into dB</source>
        <translation>converti en dB</translation>
    </message>
    <message>
        <source>values {}</source>
        <translation>valeurs {}</translation>
    </message>
    <message>
        <source>reflectance = value {}</source>
        <translation>réflectance = valeur {}</translation>
    </message>
    <message>
        <source>clouds masked</source>
        <translation>nuages masqués</translation>
    </message>
    <message>
        <source>UTM</source>
        <translation>UTM</translation>
    </message>
    <message>
        <source>put on the {} m grid of the reference frame ({})</source>
        <translation>placé sur la grille de {} m de l’image de référence ({})</translation>
    </message>
    <message>
        <source>resampled to {} m</source>
        <translation>rééchantillonné à {} m</translation>
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
        <translation>1 date {}</translation>
    </message>
    <message>
        <source>{} {} dates</source>
        <translation>{} dates {}</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} sur {}</translation>
    </message>
    <message>
        <source>without {}</source>
        <translation>sans {}</translation>
    </message>
    <message>
        <source>{} and {} more</source>
        <translation>{} et {} de plus</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Use as</source>
        <translation>Usage</translation>
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
        <translation>La date est celle de la plage temporelle de la couche.</translation>
    </message>
    <message>
        <source>Check the Python environment</source>
        <translation>Vérifier l’environnement Python</translation>
    </message>
    <message>
        <source>There is no Python at {}.</source>
        <translation>Il n’y a pas de Python dans {}.</translation>
    </message>
    <message>
        <source>{} does not answer as Python 3.8 or newer would.</source>
        <translation>{} ne répond pas comme le ferait Python 3.8 ou plus récent.</translation>
    </message>
    <message>
        <source>Create the Python environment</source>
        <translation>Créer l’environnement Python</translation>
    </message>
    <message>
        <source>Creating {}</source>
        <translation>Création de {}</translation>
    </message>
    <message>
        <source>The environment could not be created: {}</source>
        <translation>L’environnement n’a pas pu être créé : {}</translation>
    </message>
    <message>
        <source>dates and times are written as text (ISO 8601)</source>
        <translation>dates et heures écrites en texte (ISO 8601)</translation>
    </message>
    <message>
        <source>texts over 254 bytes are cut, blanks at the ends removed</source>
        <translation>textes de plus de 254 octets coupés, blancs finaux supprimés</translation>
    </message>
    <message>
        <source>numbers are rounded to {} decimals or, where they do not fit, left blank</source>
        <translation>nombres arrondis à {} décimales ou, s’ils ne tiennent pas, laissés vides</translation>
    </message>
    <message>
        <source>true and false are written as 1 and 0</source>
        <translation>vrai et faux écrits 1 et 0</translation>
    </message>
    <message>
        <source>integers of more than 18 digits are left blank</source>
        <translation>entiers de plus de 18 chiffres laissés vides</translation>
    </message>
    <message>
        <source>not in the shapefile</source>
        <translation>absent du shapefile</translation>
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
        <translation>L’extension de {} n’indique pas de format. Utilisez l’une de celles-ci : {}.</translation>
    </message>
    <message>
        <source>Columns that were renamed: {}.</source>
        <translation>Champs renommés : {}.</translation>
    </message>
    <message>
        <source>What a shapefile cannot hold is in {}.</source>
        <translation>Ce qu’un shapefile ne peut pas contenir se trouve dans {}.</translation>
    </message>
    <message>
        <source>{} says what became of each column.</source>
        <translation>{} dit ce qu’il est advenu de chaque champ.</translation>
    </message>
    <message>
        <source>A shapefile of these parcels would have {} GB; no more than 2 GB are possible. Choose another format, or export fewer parcels.</source>
        <translation>Un shapefile de ces parcelles ferait {} Go ; 2 Go au plus sont possibles. Choisissez un autre format, ou exportez moins de parcelles.</translation>
    </message>
    <message>
        <source>{}: {} parcels, written by Doab</source>
        <translation>{} : {} parcelles, écrites par Doab</translation>
    </message>
    <message>
        <source>Coordinates are those of the layer, in {}.</source>
        <translation>Les coordonnées sont celles de la couche, en {}.</translation>
    </message>
    <message>
        <source>an unknown reference system</source>
        <translation>un système de référence inconnu</translation>
    </message>
    <message>
        <source>Texts are in UTF-8, as {} says.</source>
        <translation>Les textes sont en UTF-8, comme le dit {}.</translation>
    </message>
    <message>
        <source>Curves became chains of short straight lines.</source>
        <translation>Les courbes sont devenues des suites de courtes droites.</translation>
    </message>
    <message>
        <source>Columns (in the layer &gt; in the shapefile, kind):</source>
        <translation>Champs (dans la couche &gt; dans le shapefile, type) :</translation>
    </message>
    <message>
        <source>{} nulls</source>
        <translation>{} valeurs nulles</translation>
    </message>
    <message>
        <source>{} empty texts</source>
        <translation>{} textes vides</translation>
    </message>
    <message>
        <source>in full in {}</source>
        <translation>en entier dans {}</translation>
    </message>
    <message>
        <source>Every value is in the shapefile as it is in the layer.</source>
        <translation>Chaque valeur est dans le shapefile comme dans la couche.</translation>
    </message>
    <message>
        <source>What is in {}</source>
        <translation>Ce que contient {}</translation>
    </message>
    <message>
        <source>A shapefile cannot hold every value. A line for each parcel that this concerns, found by parcel_id or by record, the row of the shapefile counted from 1, has</source>
        <translation>Un shapefile ne peut pas contenir toutes les valeurs. Une ligne par parcelle concernée, repérée par parcel_id ou par record, la ligne du shapefile comptée à partir de 1, contient</translation>
    </message>
    <message>
        <source>- the columns above that stand there in full, each value as it is in the layer;</source>
        <translation>- les champs ci-dessus qui y figurent en entier, chaque valeur comme dans la couche ;</translation>
    </message>
    <message>
        <source>- nulls: the columns that are null. The shapefile has blanks there; programs that know no null show an empty text or 0;</source>
        <translation>- nulls : les champs nuls. Le shapefile y a des blancs ; les programmes sans valeur nulle montrent un texte vide ou 0 ;</translation>
    </message>
    <message>
        <source>- empty: the columns that are an empty text, which a shapefile cannot tell from a null.</source>
        <translation>- empty : les champs dont le texte est vide, ce qu’un shapefile ne distingue pas d’une valeur nulle.</translation>
    </message>
    <message>
        <source>All other values are in the shapefile as they are in the layer.</source>
        <translation>Toutes les autres valeurs sont dans le shapefile comme dans la couche.</translation>
    </message>
    <message>
        <source>Export parcels</source>
        <translation>Exporter les parcelles</translation>
    </message>
    <message>
        <source>Choose the file to write.</source>
        <translation>Choisissez le fichier à écrire.</translation>
    </message>
    <message>
        <source>{} is open as the layer “{}”. Choose another file, or remove the layer first.</source>
        <translation>{} est ouvert comme couche « {} ». Choisissez un autre fichier, ou supprimez d’abord la couche.</translation>
    </message>
    <message>
        <source>Coordinates are longitudes and latitudes in WGS 84 with 7 decimals, about a centimetre.</source>
        <translation>Les coordonnées sont des longitudes et latitudes en WGS 84 à 7 décimales, soit environ un centimètre.</translation>
    </message>
    <message>
        <source>GeoParquet is written with the Python environment of Doab. Create it first: the Doab panel offers that at its top.</source>
        <translation>GeoParquet s’écrit avec l’environnement Python de Doab. Créez-le d’abord : le panneau Doab le propose en haut.</translation>
    </message>
    <message>
        <source>fiboa columns were added; those of the layer are all there, too.</source>
        <translation>Les champs fiboa ont été ajoutés ; ceux de la couche y sont tous aussi.</translation>
    </message>
    <message>
        <source>Parcels without an outline were left out.</source>
        <translation>Les parcelles sans contour ont été omises.</translation>
    </message>
    <message>
        <source>A parcel could not be written.</source>
        <translation>Une parcelle n’a pas pu être écrite.</translation>
    </message>
    <message>
        <source>The file could not be written: {}</source>
        <translation>Le fichier n’a pas pu être écrit : {}</translation>
    </message>
    <message>
        <source>The model sees no field there. Where you see one, draw it with QGIS's own “Add Polygon Feature”.</source>
        <translation>Le modèle ne voit pas de champ à cet endroit. Si vous en voyez un, dessinez-le avec « Ajouter une entité polygonale » de QGIS.</translation>
    </message>
    <message>
        <source>Recognise images</source>
        <translation>Reconnaître les images</translation>
    </message>
    <message>
        <source>Look for graphics cards</source>
        <translation>Chercher des cartes graphiques</translation>
    </message>
    <message>
        <source>Estimate a run</source>
        <translation>Estimer un traitement</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>quelques secondes</translation>
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
        <translation>Parcelles agricoles par Doab</translation>
    </message>
    <message>
        <source>Parcels</source>
        <translation>Parcelles</translation>
    </message>
    <message>
        <source>Decided by the analyst</source>
        <translation>Décidé par l’analyste</translation>
    </message>
    <message>
        <source>Parcel</source>
        <translation>Parcelle</translation>
    </message>
    <message>
        <source>HCAT code</source>
        <translation>Code HCAT</translation>
    </message>
    <message>
        <source>HCAT name</source>
        <translation>Nom HCAT</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Culture</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <source>Boundary quality</source>
        <translation>Qualité du contour</translation>
    </message>
    <message>
        <source>Second crop</source>
        <translation>Deuxième culture</translation>
    </message>
    <message>
        <source>Confidence of the second crop</source>
        <translation>Confiance de la deuxième culture</translation>
    </message>
    <message>
        <source>Third crop</source>
        <translation>Troisième culture</translation>
    </message>
    <message>
        <source>Confidence of the third crop</source>
        <translation>Confiance de la troisième culture</translation>
    </message>
    <message>
        <source>Area (ha)</source>
        <translation>Surface (ha)</translation>
    </message>
    <message>
        <source>Clear dates</source>
        <translation>Dates dégagées</translation>
    </message>
    <message>
        <source>Reference date</source>
        <translation>Date de référence</translation>
    </message>
    <message>
        <source>Decided by</source>
        <translation>Décidé par</translation>
    </message>
    <message>
        <source>Edited on</source>
        <translation>Modifié le</translation>
    </message>
    <message>
        <source>All crop probabilities</source>
        <translation>Probabilités de toutes les cultures</translation>
    </message>
    <message>
        <source>Field parcels from time series (Doab)</source>
        <translation>Parcelles agricoles par séries temporelles (Doab)</translation>
    </message>
    <message>
        <source>Map field parcels with crops from Sentinel-2, Sentinel-1 and a DEM</source>
        <translation>Cartographier les parcelles et leurs cultures à partir de Sentinel-2, Sentinel-1 et d’un MNT</translation>
    </message>
    <message>
        <source>Show an image</source>
        <translation>Afficher une image</translation>
    </message>
    <message>
        <source>{} has no band that could be shown.</source>
        <translation>{} n’a aucune bande affichable.</translation>
    </message>
    <message>
        <source>{} (preview)</source>
        <translation>{} (aperçu)</translation>
    </message>
    <message>
        <source>Doab: preview</source>
        <translation>Doab : aperçu</translation>
    </message>
    <message>
        <source>Doab: true colour</source>
        <translation>Doab : couleurs naturelles</translation>
    </message>
    <message>
        <source>QGIS cannot open {}.</source>
        <translation>QGIS ne peut pas ouvrir {}.</translation>
    </message>
    <message>
        <source>Finished so far</source>
        <translation>Terminé jusqu’ici</translation>
    </message>
    <message>
        <source>Doab: mapping…</source>
        <translation>Doab : cartographie…</translation>
    </message>
    <message>
        <source>Write parcels as GeoPackage, shapefile, FlatGeobuf, GeoJSON or GeoParquet (fiboa)</source>
        <translation>Écrire les parcelles en GeoPackage, shapefile, FlatGeobuf, GeoJSON ou GeoParquet (fiboa)</translation>
    </message>
    <message>
        <source>shapefile,geopackage,flatgeobuf,geojson,geoparquet,fiboa,fields,crops,save</source>
        <translation>shapefile,geopackage,flatgeobuf,geojson,geoparquet,fiboa,champs,cultures,enregistrer</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>Number of parcels</source>
        <translation>Nombre de parcelles</translation>
    </message>
    <message>
        <source>Sentinel-2 images</source>
        <translation>Images Sentinel-2</translation>
    </message>
    <message>
        <source>The dates of one season: raster layers or files, one or several for each date, in any order. Date and bands are recognised from metadata, band descriptions and names; a layer&apos;s fixed temporal range overrides the date. Scene classifications (SCL) beside the images are found by themselves.</source>
        <translation>Les dates d’une saison : couches raster ou fichiers, un ou plusieurs par date, dans n’importe quel ordre. Date et bandes sont reconnues d’après les métadonnées, les descriptions et les noms des bandes ; une plage temporelle fixe de la couche l’emporte sur la date. Les classifications de scène (SCL) à côté des images sont trouvées d’elles-mêmes.</translation>
    </message>
    <message>
        <source>Sentinel-1 images</source>
        <translation>Images Sentinel-1</translation>
    </message>
    <message>
        <source>VV and VH backscatter of the same season, in dB, linear or as amplitude. Better maps with them, but it works without.</source>
        <translation>Rétrodiffusion VV et VH de la même saison, en dB, linéaire ou en amplitude. Les cartes en sont meilleures, mais cela marche sans.</translation>
    </message>
    <message>
        <source>Elevation model</source>
        <translation>Modèle d’élévation</translation>
    </message>
    <message>
        <source>A digital elevation model in metres, in any coordinate system. It works without.</source>
        <translation>Un modèle numérique de terrain en mètres, dans n’importe quel SCR. Cela marche sans.</translation>
    </message>
    <message>
        <source>Folder with images</source>
        <translation>Dossier d’images</translation>
    </message>
    <message>
        <source>Instead of layers, or beside them: a folder with SAFE products, dated images of Sentinel-2 and Sentinel-1 and an elevation model. Everything in it is recognised by itself.</source>
        <translation>Au lieu de couches, ou en plus : un dossier de produits SAFE, d’images datées de Sentinel-2 et Sentinel-1 et un modèle d’élévation. Tout y est reconnu de soi-même.</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>The rectangle that counts. All that the images cover where it is left empty.</source>
        <translation>Le rectangle qui compte. Vide : tout ce que couvrent les images.</translation>
    </message>
    <message>
        <source>There is no folder {}.</source>
        <translation>Il n’y a pas de dossier {}.</translation>
    </message>
    <message>
        <source>Choose the Sentinel-2 images, or a folder that holds them.</source>
        <translation>Choisissez les images Sentinel-2, ou un dossier qui les contient.</translation>
    </message>
    <message>
        <source>The area has no coordinate system. Write it behind the numbers, as in 500000,501000,5600000,5601000 [EPSG:32631].</source>
        <translation>La zone n’a pas de SCR. Écrivez-le après les nombres, comme dans 500000,501000,5600000,5601000 [EPSG:32631].</translation>
    </message>
    <message>
        <source>The area is empty. Choose a larger one, or none for all of the images.</source>
        <translation>La zone est vide. Choisissez-en une plus grande, ou aucune pour l’ensemble des images.</translation>
    </message>
    <message>
        <source>Recognising the images…</source>
        <translation>Reconnaissance des images…</translation>
    </message>
    <message>
        <source>Sentinel-2 dates: {}, Sentinel-1 dates: {}, elevation model: {}</source>
        <translation>Dates Sentinel-2 : {}, dates Sentinel-1 : {}, modèle d’élévation : {}</translation>
    </message>
    <message>
        <source>{} is left out: {}</source>
        <translation>{} est écarté : {}</translation>
    </message>
    <message>
        <source>“{}” is no raster file that Doab can read. Save it as a GeoTIFF first, or leave it out.</source>
        <translation>« {} » n’est pas un fichier raster que Doab sait lire. Enregistrez-le d’abord en GeoTIFF, ou écartez-le.</translation>
    </message>
    <message>
        <source>Map field parcels</source>
        <translation>Cartographier les parcelles agricoles</translation>
    </message>
    <message>
        <source>Map field parcels with their crops from Sentinel-2, Sentinel-1 and an elevation model</source>
        <translation>Cartographier les parcelles agricoles et leurs cultures à partir de Sentinel-2, Sentinel-1 et d’un modèle d’élévation</translation>
    </message>
    <message>
        <source>fields,crops,parcels,boundaries,agriculture,sentinel-2,sentinel-1,time series,segmentation</source>
        <translation>champs,cultures,parcelles,limites,agriculture,sentinel-2,sentinel-1,série temporelle,segmentation</translation>
    </message>
    <message>
        <source>The Sentinel-2 date that the outlines are taken from, such as 2019-06-26, or “automatic” for the best. “Score reference frames” tells how good each is.</source>
        <translation>La date Sentinel-2 d’où viennent les contours, comme 2019-06-26, ou « automatic » pour la meilleure. « Noter les images de référence » dit ce que vaut chacune.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Trained models ({} *.zip);;All files (*)</source>
        <translation>Modèles entraînés ({} *.zip);;Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>A trained model: a zip, the bundle.json in its folder, or the folder. Empty for the one that comes with Doab.</source>
        <translation>Un modèle entraîné : un zip, le bundle.json de son dossier, ou le dossier. Vide pour celui fourni avec Doab.</translation>
    </message>
    <message>
        <source>Smallest parcel (ha)</source>
        <translation>Parcelle minimale (ha)</translation>
    </message>
    <message>
        <source>Smaller parcels are left out (hectares).</source>
        <translation>Les parcelles plus petites sont omises (hectares).</translation>
    </message>
    <message>
        <source>Simplify outlines (m)</source>
        <translation>Simplifier les contours (m)</translation>
    </message>
    <message>
        <source>How far an outline may move when it is simplified (metres); 0 keeps the steps of the pixels.</source>
        <translation>Déplacement permis d’un contour lors de sa simplification (mètres) ; 0 garde les marches des pixels.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Matériel</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatique</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Processeur</translation>
    </message>
    <message>
        <source>NVIDIA graphics card (CUDA)</source>
        <translation>Carte graphique NVIDIA (CUDA)</translation>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation>Processeur graphique Apple (MPS)</translation>
    </message>
    <message>
        <source>What computes; Automatic takes a graphics card where one can be used.</source>
        <translation>Ce qui calcule ; Automatique prend une carte graphique si possible.</translation>
    </message>
    <message>
        <source>The GeoPackage (.gpkg) that the parcels are written to.</source>
        <translation>Le GeoPackage (.gpkg) où les parcelles sont écrites.</translation>
    </message>
    <message>
        <source>{} parcels, reference date {}, model {}</source>
        <translation>{} parcelles, date de référence {}, modèle {}</translation>
    </message>
    <message>
        <source>“{}” is no date. Write the reference date as 2019-06-26, or “{}”.</source>
        <translation>« {} » n’est pas une date. Écrivez la date de référence comme 2019-06-26, ou « {} ».</translation>
    </message>
    <message>
        <source>There is no model {}.</source>
        <translation>Il n’y a pas de modèle {}.</translation>
    </message>
    <message>
        <source>The parcels are written as a GeoPackage, but {} does not end in .gpkg. “Export parcels” makes other formats of it.</source>
        <translation>Les parcelles sont écrites en GeoPackage, mais {} ne se termine pas par .gpkg. « Exporter les parcelles » en fait d’autres formats.</translation>
    </message>
    <message>
        <source>Score reference frames</source>
        <translation>Noter les images de référence</translation>
    </message>
    <message>
        <source>Tell which Sentinel-2 date suits best to take the outlines of field parcels from</source>
        <translation>Dire quelle date Sentinel-2 convient le mieux pour tracer les contours des parcelles</translation>
    </message>
    <message>
        <source>sentinel-2,quality,clouds,haze,date,best,image,parcels,fields</source>
        <translation>sentinel-2,qualité,nuages,brume,date,meilleure,image,parcelles,champs</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>A table without geometry.</source>
        <translation>Un tableau sans géométrie.</translation>
    </message>
    <message>
        <source>Proposed date</source>
        <translation>Date proposée</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Raison</translation>
    </message>
    <message>
        <source>No Sentinel-2 image was recognised.</source>
        <translation>Aucune image Sentinel-2 n’a été reconnue.</translation>
    </message>
    <message>
        <source>The scores could not be written: {}</source>
        <translation>Les notes n’ont pas pu être écrites : {}</translation>
    </message>
    <message>
        <source>Proposed: {}. {}</source>
        <translation>Proposé : {}. {}</translation>
    </message>
    <message>
        <source>Doab&apos;s Python environment is not there yet. Open Doab&apos;s panel in QGIS (menu Raster, Doab): at its top it offers to create the environment or to use an existing Python. Once is enough for each QGIS profile.</source>
        <translation>L’environnement Python de Doab n’est pas encore là. Ouvrez le panneau de Doab dans QGIS (menu Raster, Doab) : il propose en haut de créer l’environnement ou d’utiliser un Python existant. Une fois suffit par profil QGIS.</translation>
    </message>
    <message>
        <source>{} lacks {}. Open Doab&apos;s panel in QGIS (menu Raster, Doab): at its top it offers to create the environment or to use another Python.</source>
        <translation>Il manque à {} : {}. Ouvrez le panneau de Doab dans QGIS (menu Raster, Doab) : il propose en haut de créer l’environnement ou d’utiliser un autre Python.</translation>
    </message>
    <message>
        <source>Stopped. Nothing was written.</source>
        <translation>Arrêté. Rien n’a été écrit.</translation>
    </message>
    <message>
        <source>Read the parcels of {}</source>
        <translation>Lire les parcelles de {}</translation>
    </message>
    <message>
        <source>Read a parcel through time</source>
        <translation>Lire une parcelle à travers le temps</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Inconnu</translation>
    </message>
    <message>
        <source>Hidden: under {} %</source>
        <translation>Masqué : sous {} %</translation>
    </message>
    <message>
        <source>{} to {} %</source>
        <translation>{} à {} %</translation>
    </message>
    <message>
        <source>Under {} %</source>
        <translation>Moins de {} %</translation>
    </message>
    <message>
        <source>{} % and more</source>
        <translation>{} % et plus</translation>
    </message>
    <message>
        <source>The styles could not be saved with the parcels: {}</source>
        <translation>Les styles n’ont pas pu être enregistrés avec les parcelles : {}</translation>
    </message>
    <message>
        <source>The system ended the run, most likely because memory ran out. Map a smaller area, or close other programs.</source>
        <translation>Le système a mis fin au traitement, sans doute faute de mémoire. Cartographiez une zone plus petite, ou fermez d’autres programmes.</translation>
    </message>
    <message>
        <source>The run crashed (signal {}). The log panel, under “Doab”, has the details.</source>
        <translation>Le traitement a planté (signal {}). Le journal des messages, sous « Doab », donne les détails.</translation>
    </message>
    <message>
        <source>The run ended unexpectedly (exit code {}). The log panel, under “Doab”, has the details.</source>
        <translation>Le traitement s’est terminé de façon inattendue (code {}). Le journal des messages, sous « Doab », donne les détails.</translation>
    </message>
    <message>
        <source>Make thumbnails</source>
        <translation>Créer les vignettes</translation>
    </message>
    <message>
        <source>There is no model at {}: a folder or zip with {} and {} is needed.</source>
        <translation>Il n’y a pas de modèle dans {} : il faut un dossier ou un zip contenant {} et {}.</translation>
    </message>
    <message>
        <source>The model {} cannot be read ({}); fetch or export it again.</source>
        <translation>Le modèle {} est illisible ({}) ; téléchargez-le ou exportez-le à nouveau.</translation>
    </message>
    <message>
        <source>The card of the model {} is not valid ({}); fetch or export it again.</source>
        <translation>La fiche du modèle {} n’est pas valable ({}) ; téléchargez-le ou exportez-le à nouveau.</translation>
    </message>
    <message>
        <source>The model {} has format {}, but this version reads format {}; train or fetch it again.</source>
        <translation>Le modèle {} est au format {}, mais cette version lit le format {} ; entraînez-le ou téléchargez-le à nouveau.</translation>
    </message>
    <message>
        <source>The model {} has format {}, but this version reads format {}; update Doab.</source>
        <translation>Le modèle {} est au format {}, mais cette version lit le format {} ; mettez Doab à jour.</translation>
    </message>
    <message>
        <source>{} is not a model of Doab: its card lacks {}.</source>
        <translation>{} n’est pas un modèle pour Doab : il manque dans sa fiche {}.</translation>
    </message>
    <message>
        <source>The weights of the model {} are damaged (checksum differs); fetch or export it again.</source>
        <translation>Les poids du modèle {} sont endommagés (somme de contrôle différente) ; téléchargez-le ou exportez-le à nouveau.</translation>
    </message>
    <message>
        <source>Nothing is kept for the next run: {} cannot be used ({}).</source>
        <translation>Rien n’est conservé pour le prochain traitement : {} est inutilisable ({}).</translation>
    </message>
    <message>
        <source>The cache {} was damaged and has been begun anew.</source>
        <translation>Le cache {} était endommagé et a été recommencé.</translation>
    </message>
    <message>
        <source>Nothing is kept for the next run: {} is damaged and cannot be removed ({}).</source>
        <translation>Rien n’est conservé pour le prochain traitement : {} est endommagé et ne peut pas être supprimé ({}).</translation>
    </message>
    <message>
        <source>The result is GeoParquet, but {} does not end in .parquet. Give another name; QGIS writes the other formats.</source>
        <translation>Le résultat est en GeoParquet, mais {} ne finit pas par .parquet. Donnez un autre nom ; QGIS écrit les autres formats.</translation>
    </message>
    <message>
        <source>Nothing to inspect: give files, folders or SAFE products.</source>
        <translation>Rien à examiner : donnez des fichiers, des dossiers ou des produits SAFE.</translation>
    </message>
    <message>
        <source>Say in which coordinates the area is: {},EPSG:code.</source>
        <translation>Dites dans quel système de coordonnées est la zone : {},EPSG:code.</translation>
    </message>
    <message>
        <source>{} is not a readable list of sources: {}</source>
        <translation>{} n’est pas une liste de sources lisible : {}</translation>
    </message>
    <message>
        <source>{} does not hold a list of sources.</source>
        <translation>{} ne contient pas de liste de sources.</translation>
    </message>
    <message>
        <source>Mapping stopped at an error that Doab did not foresee: {}</source>
        <translation>La cartographie s’est arrêtée sur une erreur que Doab n’avait pas prévue : {}</translation>
    </message>
    <message>
        <source>Looking at the images</source>
        <translation>examen des images</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>chargement du modèle</translation>
    </message>
    <message>
        <source>Name the Sentinel-2 images with --s2 (files, folders or SAFE products).</source>
        <translation>Nommez les images Sentinel-2 avec --s2 (fichiers, dossiers ou produits SAFE).</translation>
    </message>
    <message>
        <source>Name the GeoPackage to write with --out.</source>
        <translation>Nommez le GeoPackage à écrire avec --out.</translation>
    </message>
    <message>
        <source>The area {!r} is neither a file nor west,south,east,north[,EPSG:code]. Check the path or the numbers.</source>
        <translation>La zone {!r} n’est ni un fichier ni ouest,sud,est,nord[,EPSG:code]. Vérifiez le chemin ou les nombres.</translation>
    </message>
    <message>
        <source>The area {!r} is empty: west must be less than east, and south less than north.</source>
        <translation>La zone {!r} est vide : l’ouest doit être inférieur à l’est, et le sud au nord.</translation>
    </message>
    <message>
        <source>The area {} is neither a vector nor a raster file that can be read.</source>
        <translation>La zone {} n’est ni un fichier vecteur ni un fichier raster lisible.</translation>
    </message>
    <message>
        <source>The area {} has no coordinate reference system. Assign one and try again.</source>
        <translation>La zone {} n’a pas de système de coordonnées. Attribuez-en un et réessayez.</translation>
    </message>
    <message>
        <source>The parcel could not be read: {}</source>
        <translation>La parcelle n’a pas pu être lue : {}</translation>
    </message>
    <message>
        <source>This is not a request: {}</source>
        <translation>Ceci n’est pas une requête : {}</translation>
    </message>
    <message>
        <source>Doab stopped at an error that it did not foresee: {}</source>
        <translation>Doab s’est arrêté sur une erreur qu’il n’avait pas prévue : {}</translation>
    </message>
    <message>
        <source>The folder {} does not exist. Create it or give another one.</source>
        <translation>Le dossier {} n’existe pas. Créez-le, ou donnez-en un autre.</translation>
    </message>
    <message>
        <source>{} has no coordinate reference system. Assign one and try again.</source>
        <translation>{} n’a pas de système de coordonnées. Attribuez-en un et réessayez.</translation>
    </message>
    <message>
        <source>{} cannot be read as a layer of parcels: {}</source>
        <translation>{} ne peut pas être lu comme couche de parcelles : {}</translation>
    </message>
    <message>
        <source>{} cannot be written: {}.</source>
        <translation>{} ne peut pas être écrit : {}.</translation>
    </message>
    <message>
        <source>This is not a valid {} file: {}</source>
        <translation>Ceci n’est pas un fichier {} valable : {}</translation>
    </message>
    <message>
        <source>Drawing parcels</source>
        <translation>tracé des parcelles</translation>
    </message>
    <message>
        <source>The outline of the area is not understood ({}). Choose another area.</source>
        <translation>Le contour de la zone n’est pas compris ({}). Choisissez une autre zone.</translation>
    </message>
    <message>
        <source>The outline of the area encloses nothing. Draw or choose another area.</source>
        <translation>Le contour de la zone n’entoure rien. Dessinez ou choisissez une autre zone.</translation>
    </message>
    <message>
        <source>The area&apos;s coordinate reference system is not understood: {}.</source>
        <translation>Le système de coordonnées de la zone n’est pas compris : {}.</translation>
    </message>
    <message>
        <source>The result is a GeoPackage, but {} does not end in .gpkg. Give another name.</source>
        <translation>Le résultat est un GeoPackage, mais {} ne finit pas par .gpkg. Donnez un autre nom.</translation>
    </message>
    <message>
        <source>{} is a folder. Give the name of a file to write.</source>
        <translation>{} est un dossier. Donnez le nom d’un fichier à écrire.</translation>
    </message>
    <message>
        <source>The folder {} does not exist. Create it or write the result elsewhere.</source>
        <translation>Le dossier {} n’existe pas. Créez-le, ou écrivez le résultat ailleurs.</translation>
    </message>
    <message>
        <source>The folder {} cannot be written to. Write the result elsewhere.</source>
        <translation>Impossible d’écrire dans le dossier {}. Écrivez le résultat ailleurs.</translation>
    </message>
    <message>
        <source>{} is left out: {}.</source>
        <translation>{} est écarté : {}.</translation>
    </message>
    <message>
        <source>The Sentinel-2 image of {} cannot be used: {}.</source>
        <translation>L’image Sentinel-2 du {} est inutilisable : {}.</translation>
    </message>
    <message>
        <source>There is no Sentinel-2 image of {}.</source>
        <translation>Il n’y a pas d’image Sentinel-2 du {}.</translation>
    </message>
    <message>
        <source>As reference frame, choose one of: {}.</source>
        <translation>Comme image de référence, choisissez l’une de celles-ci : {}.</translation>
    </message>
    <message>
        <source>The run was stopped early: {} of {} tiles were mapped.</source>
        <translation>Le traitement a été arrêté avant la fin : {} tuiles sur {} ont été cartographiées.</translation>
    </message>
    <message>
        <source>No parcel of {:g} ha or more was found. Try another reference frame than {}, or a smaller minimum area.</source>
        <translation>Aucune parcelle de {:g} ha ou plus n’a été trouvée. Essayez une autre image de référence que celle du {}, ou une surface minimale plus petite.</translation>
    </message>
    <message>
        <source>Reading images and looking for fields</source>
        <translation>lecture des images et recherche des champs</translation>
    </message>
    <message>
        <source>The reference frame {} shows no clear ground in the area to map: it is empty or cloudy there. Choose another reference date or another area.</source>
        <translation>L’image de référence {} ne montre pas de sol dégagé dans la zone : elle y est vide ou nuageuse. Choisissez une autre date de référence ou une autre zone.</translation>
    </message>
    <message>
        <source>Only one DEM is used, {}. Mosaic them.</source>
        <translation>Un seul MNT est utilisé, {}. Mosaïquez-les.</translation>
    </message>
    <message>
        <source>There is no such file or folder. Check the path.</source>
        <translation>Ce fichier ou ce dossier n’existe pas. Vérifiez le chemin.</translation>
    </message>
    <message>
        <source>No Sentinel-2 image was found in this folder.</source>
        <translation>Aucune image Sentinel-2 n’a été trouvée dans ce dossier.</translation>
    </message>
    <message>
        <source>No Sentinel-1 image was found in this folder.</source>
        <translation>Aucune image Sentinel-1 n’a été trouvée dans ce dossier.</translation>
    </message>
    <message>
        <source>No DEM was found in this folder.</source>
        <translation>Aucun MNT n’a été trouvé dans ce dossier.</translation>
    </message>
    <message>
        <source>No raster was found in this folder.</source>
        <translation>Aucun raster n’a été trouvé dans ce dossier.</translation>
    </message>
    <message>
        <source>Give another one, or the files themselves.</source>
        <translation>Donnez-en un autre, ou les fichiers eux-mêmes.</translation>
    </message>
    <message>
        <source>This file has another scale, unit or nodata value than the other files of {}; it is left out. Give the files of one date in the same form.</source>
        <translation>Ce fichier a une autre échelle, une autre unité ou une autre valeur nodata que les autres fichiers de {} ; il est écarté. Donnez les fichiers d’une même date sous la même forme.</translation>
    </message>
    <message>
        <source>(The same holds for {} more.)</source>
        <translation>(De même pour {} autres.)</translation>
    </message>
    <message>
        <source>all {}</source>
        <translation>toutes les {}</translation>
    </message>
    <message>
        <source>{} is missing from {} {} dates (first: {}).</source>
        <translation>{} manque à {} dates {} (première : {}).</translation>
    </message>
    <message>
        <source>{} are missing from {} {} dates (first: {}).</source>
        <translation>{} manquent à {} dates {} (première : {}).</translation>
    </message>
    <message>
        <source>The map can be made without, but is less sure; add what you have.</source>
        <translation>La carte peut se faire sans, mais elle est moins sûre ; ajoutez ce que vous avez.</translation>
    </message>
    <message>
        <source>{} has no bands to take a grid from; choose another date.</source>
        <translation>{} n’a pas de bandes dont tirer une grille ; choisissez une autre date.</translation>
    </message>
    <message>
        <source>{} does not overlap the area to map. Choose another area or another date.</source>
        <translation>{} ne recouvre pas la zone à cartographier. Choisissez une autre zone ou une autre date.</translation>
    </message>
    <message>
        <source>None of the {} Sentinel-2 dates can be used. The first, {}: {}.</source>
        <translation>Aucune des {} dates Sentinel-2 n’est utilisable. La première, {} : {}.</translation>
    </message>
    <message>
        <source>No Sentinel-2 image was recognised, and without one nothing can be mapped.</source>
        <translation>Aucune image Sentinel-2 n’a été reconnue, et sans elle rien ne peut être cartographié.</translation>
    </message>
    <message>
        <source>every pixel is empty (zero or nodata)</source>
        <translation>tous les pixels sont vides (zéro ou nodata)</translation>
    </message>
    <message>
        <source>no pixel of it lies in the area to map</source>
        <translation>aucun de ses pixels n’est dans la zone à cartographier</translation>
    </message>
    <message>
        <source>no pixel of it lies where the first date does</source>
        <translation>aucun de ses pixels n’est là où se trouve la première date</translation>
    </message>
    <message>
        <source>There is no usable Sentinel-2 image of {}.</source>
        <translation>Il n’y a pas d’image Sentinel-2 utilisable du {}.</translation>
    </message>
    <message>
        <source>Choose one of: {}.</source>
        <translation>Choisissez l’une de celles-ci : {}.</translation>
    </message>
    <message>
        <source>Add Sentinel-2 images.</source>
        <translation>Ajoutez des images Sentinel-2.</translation>
    </message>
    <message>
        <source>This raster has no coordinate reference system, so it cannot be placed on the map. Assign one (raw radar products need terrain correction first).</source>
        <translation>Ce raster n’a pas de système de coordonnées et ne peut donc pas être placé sur la carte. Attribuez-en un (les produits radar bruts demandent d’abord une correction du relief).</translation>
    </message>
    <message>
        <source>You set {}, but this raster has {} bands. Say which band is which.</source>
        <translation>Vous avez fixé {}, mais ce raster a {} bandes. Précisez quelle bande est laquelle.</translation>
    </message>
    <message>
        <source>{} as band {}</source>
        <translation>{} comme bande {}</translation>
    </message>
    <message>
        <source>Neither the name nor the band descriptions say what this raster is. Say whether it is Sentinel-2, Sentinel-1 or a DEM, or name its bands (B02, VV, elevation).</source>
        <translation>Ni le nom ni les descriptions des bandes ne disent ce qu’est ce raster. Précisez si c’est du Sentinel-2, du Sentinel-1 ou un MNT, ou nommez ses bandes (B02, VV, elevation).</translation>
    </message>
    <message>
        <source>None of the bands {} was found in this raster. Name its bands in the band descriptions or put the band into the file&apos;s name.</source>
        <translation>Aucune des bandes {} n’a été trouvée dans ce raster. Nommez ses bandes dans leurs descriptions, ou mettez la bande dans le nom du fichier.</translation>
    </message>
    <message>
        <source>No date was found in the name, the tags or the folder of this raster. Put the date into the name (YYYY-MM-DD) or set it for the layer.</source>
        <translation>Aucune date n’a été trouvée dans le nom, les métadonnées ou le dossier de ce raster. Mettez la date dans le nom (AAAA-MM-JJ) ou fixez-la pour la couche.</translation>
    </message>
    <message>
        <source>This is an 8-bit picture, not reflectance. Give the original Sentinel-2 bands (16 bits or floats).</source>
        <translation>Ceci est une image 8 bits, pas de la réflectance. Donnez les bandes Sentinel-2 d’origine (16 bits ou nombres à virgule).</translation>
    </message>
    <message>
        <source>No Sentinel-2 date with a clear pixel was found that could serve as the reference frame.</source>
        <translation>Aucune date Sentinel-2 ayant un pixel dégagé n’a été trouvée qui puisse servir d’image de référence.</translation>
    </message>
    <message>
        <source>little haze</source>
        <translation>peu de brume</translation>
    </message>
    <message>
        <source>sharp edges</source>
        <translation>bords nets</translation>
    </message>
    <message>
        <source>strong contrast between fields</source>
        <translation>fort contraste entre les champs</translation>
    </message>
    <message>
        <source>The only date: {}.</source>
        <translation>La seule date : {}.</translation>
    </message>
    <message>
        <source>Best of {} dates: {}.</source>
        <translation>La meilleure de {} dates : {}.</translation>
    </message>
    <message>
        <source>None of the Sentinel-2 images of this map can be read any more. {}</source>
        <translation>Aucune des images Sentinel-2 de cette carte ne peut plus être lue. {}</translation>
    </message>
    <message>
        <source>{} is not there any more. Put it back to see this date.</source>
        <translation>{} n’est plus là. Remettez-le en place pour voir cette date.</translation>
    </message>
    <message>
        <source>This parcel has no outline that can be used ({}).</source>
        <translation>Cette parcelle n’a pas de contour utilisable ({}).</translation>
    </message>
    <message>
        <source>No Sentinel-2 date was given.</source>
        <translation>Aucune date Sentinel-2 n’a été donnée.</translation>
    </message>
    <message>
        <source>There is nothing to make pictures of. {}</source>
        <translation>Il n’y a rien dont faire des vignettes. {}</translation>
    </message>
    <message>
        <source>This date has no band that could be shown.</source>
        <translation>Cette date n’a pas de bande qui puisse être affichée.</translation>
    </message>
    <message>
        <source>Band {} in grey, for want of {}.</source>
        <translation>Bande {} en gris, faute de {}.</translation>
    </message>
    <message>
        <source>processing baseline 04.00 or later in the name</source>
        <translation>processing baseline 04.00 ou plus dans le nom</translation>
    </message>
    <message>
        <source>assumed for the size of the values</source>
        <translation>supposé d’après la grandeur des valeurs</translation>
    </message>
    <message>
        <source>assumed for small floating-point values</source>
        <translation>supposé d’après de petites valeurs à virgule</translation>
    </message>
    <message>
        <source>assumed, because there are no values to judge by</source>
        <translation>supposé, faute de valeurs pour en juger</translation>
    </message>
    <message>
        <source>values are negative</source>
        <translation>les valeurs sont négatives</translation>
    </message>
    <message>
        <source>values are negative and large: dB times 100</source>
        <translation>les valeurs sont négatives et grandes : dB fois 100</translation>
    </message>
    <message>
        <source>values are small and positive</source>
        <translation>les valeurs sont petites et positives</translation>
    </message>
    <message>
        <source>values are large and positive: amplitude with dB = 20 log10(DN) - 83</source>
        <translation>les valeurs sont grandes et positives : amplitude avec dB = 20 log10(DN) - 83</translation>
    </message>
    <message>
        <source>{}, which gives the month only: the 15th is assumed</source>
        <translation>{}, qui ne donne que le mois : le 15 est supposé</translation>
    </message>
    <message>
        <source>assumed, not in {}</source>
        <translation>supposé, absent de {}</translation>
    </message>
    <message>
        <source>assumed from the number of bands ({})</source>
        <translation>supposé d’après le nombre de bandes ({})</translation>
    </message>
    <message>
        <source>assumed for {} values</source>
        <translation>supposé pour des valeurs {}</translation>
    </message>
    <message>
        <source>The device {} has too little free memory; the processor does the rest.</source>
        <translation>La mémoire libre de l’appareil {} ne suffit pas ; le processeur fait le reste.</translation>
    </message>
    <message>
        <source>The device {} does not work on this computer; choose another, such as the processor (cpu).</source>
        <translation>L’appareil {} ne fonctionne pas sur cet ordinateur ; choisissez-en un autre, par exemple le processeur (cpu).</translation>
    </message>
    <message>
        <source>The card of the model {} does not fit ({}); fetch it again.</source>
        <translation>La fiche du modèle {} ne convient pas ({}) ; récupérez-le à nouveau.</translation>
    </message>
    <message>
        <source>The model {} was made for another version of Doab; train or fetch it again.</source>
        <translation>Le modèle {} a été fait pour une autre version de Doab ; entraînez-le ou récupérez-le à nouveau.</translation>
    </message>
    <message>
        <source>The encoder in {} was made for another version of Doab; train or fetch it again.</source>
        <translation>L’encodeur de {} a été fait pour une autre version de Doab ; entraînez-le ou récupérez-le à nouveau.</translation>
    </message>
    <message>
        <source>Only {} of {} parcels could be read.</source>
        <translation>Seules {} parcelles sur {} ont pu être lues.</translation>
    </message>
    <message>
        <source>The chosen area is empty or has no coordinate system. Choose another area in step 3.</source>
        <translation>La zone choisie est vide ou n’a pas de système de coordonnées. Choisissez une autre zone à l’étape 3.</translation>
    </message>
    <message>
        <source>Only {} of {} parcels could be read, so nothing was written. The layer&apos;s file may be in use just now; try again.</source>
        <translation>Seules {} parcelles sur {} ont pu être lues : rien n’a été écrit. Le fichier de la couche est peut-être en cours d’utilisation ; réessayez.</translation>
    </message>
    <message>
        <source>The layer has no coordinate reference system, which {} needs. Give it one in its properties, under Source, and export again.</source>
        <translation>La couche n’a pas de système de coordonnées de référence, dont {} a besoin. Donnez-lui-en un dans ses propriétés, sous « Source », puis exportez de nouveau.</translation>
    </message>
    <message>
        <source>{} is in use by another program. The parcels are in {}.</source>
        <translation>{} est utilisé par un autre programme. Les parcelles sont dans {}.</translation>
    </message>
    <message>
        <source>{} also holds {}, which would be lost. Choose another file.</source>
        <translation>{} contient aussi {}, qui serait perdu. Choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>{} could not be written: {}. Make room on the disk, close the programs that use the file, or choose another one.</source>
        <translation>{} n’a pas pu être écrit : {}. Libérez de la place sur le disque, fermez les programmes qui utilisent ce fichier, ou choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The reference frame of {} shows no ground in {:.1f} of {:.1f} ha: it is cloudy or empty there, and no parcel was mapped. Another reference frame may show it.</source>
        <translation>L’image de référence du {} ne montre pas le sol sur {:.1f} des {:.1f} ha : elle y est nuageuse ou vide, et aucune parcelle n’y a été cartographiée. Une autre image de référence le montrera peut-être.</translation>
    </message>
    <message>
        <source>{:.0f} % clear</source>
        <translation>dégagée à {:.0f} %</translation>
    </message>
    <message>
        <source>{:.0f} % clear only, for want of a clearer date</source>
        <translation>dégagée à {:.0f} % seulement, faute d’une date plus dégagée</translation>
    </message>
    <message>
        <source>This QGIS has no such tool in its windows.</source>
        <translation>Ce QGIS n’a pas cet outil dans ses fenêtres.</translation>
    </message>
    <message>
        <source>Not used: {}. The reasons stand first under “Recognised”.</source>
        <translation>Non utilisés : {}. Les raisons figurent en tête sous « Reconnu ».</translation>
    </message>
    <message>
        <source>Anything else</source>
        <translation>Tout le reste</translation>
    </message>
    <message>
        <source>Nothing was recognised.</source>
        <translation>Rien n’a été reconnu.</translation>
    </message>
    <message>
        <source>The name of this file has letters of another encoding, with which it cannot be opened. Rename it.</source>
        <translation>Le nom de ce fichier contient des lettres d’un autre encodage, avec lesquelles il ne peut pas être ouvert. Renommez-le.</translation>
    </message>
    <message>
        <source>This raster holds {} {} times, as files with several dates do. Give one file for each date.</source>
        <translation>Ce raster contient {} {} fois, comme les fichiers de plusieurs dates. Donnez un fichier par date.</translation>
    </message>
    <message>
        <source>no value is under 1000: processing baseline 04.00 or later</source>
        <translation>aucune valeur sous 1000 : processing baseline 04.00 ou plus</translation>
    </message>
    <message>
        <source>the growing season</source>
        <translation>période de croissance</translation>
    </message>
    <message>
        <source>a high sun</source>
        <translation>soleil haut</translation>
    </message>
    <message>
        <source>the model is surest of the map from it</source>
        <translation>le modèle est le plus sûr de la carte qui en est tirée</translation>
    </message>
    <message>
        <source>Only winter dates are clear; borders are weaker then.</source>
        <translation>Seules des dates d’hiver sont dégagées ; les limites y sont moins visibles.</translation>
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
        <translation>Examine chaque date Sentinel-2 et dit dans quelle mesure elle permet de tracer les contours des parcelles. Le tableau a une ligne par date :
score – de 0 (pire) à 1 (meilleur), composé des parties suivantes
clear – la part de la zone couverte et sans nuages
haze, sharpness, contrast – comparés aux autres dates, 1 est la meilleure (peu de brume)
season – 1 au plus fort de la période de croissance à cette latitude, moins avant et après
sun – 0 pour un soleil bas aux longues ombres, 1 pour un soleil haut
map – à quel point le modèle est sûr de la carte tirée de cette date, là où un traitement a comparé les meilleures dates
proposed – 1 pour la meilleure date, sinon 0
reason – pourquoi elle est proposée, ou pourquoi une date est inutilisable

Choisissez des images Sentinel-2 ou un dossier qui les contient ; les autres entrées sont facultatives.

La date proposée peut être transmise à « Cartographier les parcelles agricoles », qui sinon compare les meilleures dates par des cartes d’essai et choisit de lui-même.

Contient des données Copernicus Sentinel modifiées.</translation>
    </message>
    <message>
        <source>Name the file with the ground to leave out with --exclude.</source>
        <translation>Indiquez le fichier des terrains à exclure avec --exclude.</translation>
    </message>
    <message>
        <source>The values to leave out, {!r}, are no whole numbers. Write them as 10,50,80.</source>
        <translation>Les valeurs à exclure, {!r}, ne sont pas des nombres entiers. Écrivez-les ainsi : 10,50,80.</translation>
    </message>
    <message>
        <source>Values to leave out are those of a raster, but {} holds polygons. Give no values for it.</source>
        <translation>Les valeurs à exclure sont celles d’un raster, mais {} contient des polygones. Ne donnez pas de valeurs pour ce fichier.</translation>
    </message>
    <message>
        <source>{} holds curves. Convert its shapes to straight segments first.</source>
        <translation>{} contient des courbes. Convertissez d’abord ses formes en segments droits.</translation>
    </message>
    <message>
        <source>{} has no layer {}. Choose one of: {}.</source>
        <translation>{} n’a pas de couche {}. Choisissez parmi : {}.</translation>
    </message>
    <message>
        <source>{} holds several layers with polygons: {}. Name the one to leave out.</source>
        <translation>{} contient plusieurs couches de polygones : {}. Indiquez celle à exclure.</translation>
    </message>
    <message>
        <source>The ground to leave out cannot be read: {} is no raster and no layer of polygons that opens ({}).</source>
        <translation>Les terrains à exclure ne peuvent pas être lus : {} n’est ni un raster ni une couche de polygones lisible ({}).</translation>
    </message>
    <message>
        <source>{} holds no polygons. Choose a raster or a layer of polygons as the ground to leave out.</source>
        <translation>{} ne contient pas de polygones. Choisissez un raster ou une couche de polygones comme terrains à exclure.</translation>
    </message>
    <message>
        <source>{} leaves out all of the area to map. Choose another area, or other ground to leave out.</source>
        <translation>{} exclut toute la zone à cartographier. Choisissez une autre zone ou d’autres terrains à exclure.</translation>
    </message>
    <message>
        <source>{} does not overlap the area to map, so that no ground is left out.</source>
        <translation>{} ne recouvre pas la zone à cartographier : aucun terrain n’est exclu.</translation>
    </message>
    <message>
        <source>No ground is left out: nothing in the area to map has one of the values to leave out in {}.</source>
        <translation>Aucun terrain n’est exclu : aucune des valeurs à exclure n’apparaît dans la zone à cartographier de {}.</translation>
    </message>
    <message>
        <source>“{}” holds polygons, which have no values. Leave the values to leave out empty.</source>
        <translation>« {} » contient des polygones, qui n’ont pas de valeurs. Laissez vides les valeurs à exclure.</translation>
    </message>
    <message>
        <source>“{}” holds no polygons. Choose a raster or a layer of polygons as the ground to leave out.</source>
        <translation>« {} » ne contient pas de polygones. Choisissez un raster ou une couche de polygones comme terrains à exclure.</translation>
    </message>
    <message>
        <source>The values to leave out, “{}”, are no whole numbers. Write them as 10, 50, 80.</source>
        <translation>Les valeurs à exclure, « {} », ne sont pas des nombres entiers. Écrivez-les ainsi : 10, 50, 80.</translation>
    </message>
    <message>
        <source>The ground to leave out is read from a file, but “{}” is none, or it has a filter or unsaved edits. Save it as GeoTIFF or GeoPackage and choose that.</source>
        <translation>Les terrains à exclure sont lus dans un fichier, mais « {} » n’en est pas un, ou il a un filtre ou des modifications non enregistrées. Enregistrez-le en GeoTIFF ou GeoPackage et choisissez ce fichier.</translation>
    </message>
    <message>
        <source>Left out: {}</source>
        <translation>Exclus : {}</translation>
    </message>
    <message>
        <source>No farmland</source>
        <translation>Hors terres agricoles</translation>
    </message>
    <message>
        <source>No field, by the model</source>
        <translation>Pas de champ, selon le modèle</translation>
    </message>
    <message>
        <source>Left out of the run</source>
        <translation>Exclu du traitement</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Exclure</translation>
    </message>
    <message>
        <source>Ground on which nothing is mapped, such as woods and settlements: a raster of land cover, or polygons.</source>
        <translation>Terrains où rien n’est cartographié, comme les bois et les zones bâties : un raster d’occupation du sol ou des polygones.</translation>
    </message>
    <message>
        <source>Values to leave out</source>
        <translation>Valeurs à exclure</translation>
    </message>
    <message>
        <source>The values of that raster to leave out, with commas between. Those of ESA WorldCover: 10 trees, 20 shrubs, 50 built-up, 60 bare, 70 snow, 80 water, 90 wetland, 95 mangroves, 100 moss. Empty: every value other than 0 and nodata.</source>
        <translation>Les valeurs de ce raster à exclure, séparées par des virgules. Celles d’ESA WorldCover : 10 arbres, 20 arbustes, 50 bâti, 60 sol nu, 70 neige, 80 eau, 90 zone humide, 95 mangroves, 100 mousse. Vide : toutes les valeurs sauf 0 et nodata.</translation>
    </message>
    <message>
        <source>The ground to leave out is not there. Choose its layer, or leave it and its values empty.</source>
        <translation>Les terrains à exclure sont introuvables. Choisissez leur couche, ou laissez vides la couche et ses valeurs.</translation>
    </message>
    <message>
        <source>No farmland: {} ha</source>
        <translation>Hors terres agricoles : {} ha</translation>
    </message>
    <message>
        <source>The folder {} holds files and would be removed. Give an empty one.</source>
        <translation>Le dossier {} contient des fichiers et serait supprimé. Indiquez-en un vide.</translation>
    </message>
    <message>
        <source>{} could not be replaced when the run was over. The parcels are in {}.</source>
        <translation>{} n’a pas pu être remplacé à la fin du traitement. Les parcelles sont dans {}.</translation>
    </message>
    <message>
        <source>{} was not written by Doab. Give another name.</source>
        <translation>{} n’a pas été écrit par Doab. Donnez un autre nom.</translation>
    </message>
    <message>
        <source>Temporary folders that killed runs had left in {} were removed: {} ({:.1f} MB).</source>
        <translation>Les dossiers temporaires que des traitements interrompus avaient laissés dans {} ont été supprimés : {} ({:.1f} Mo).</translation>
    </message>
    <message>
        <source>{!r} is no possible name of a file ({}).</source>
        <translation>{!r} n’est pas un nom de fichier possible ({}).</translation>
    </message>
    <message>
        <source>{} is a link that leads nowhere. Give another name.</source>
        <translation>{} est un lien qui ne mène nulle part. Donnez un autre nom.</translation>
    </message>
    <message>
        <source>The disk of {} is full. Free some space or write elsewhere.</source>
        <translation>Le disque de {} est plein. Libérez de la place ou écrivez ailleurs.</translation>
    </message>
    <message>
        <source>{!r} cannot be created in {}: {}.</source>
        <translation>{!r} ne peut pas être créé dans {} : {}.</translation>
    </message>
    <message>
        <source>{:.0f} MB are needed in {}, where {:.0f} MB are free. Free some space or write the result elsewhere.</source>
        <translation>{:.0f} Mo sont nécessaires dans {}, où {:.0f} Mo sont libres. Libérez de la place ou écrivez le résultat ailleurs.</translation>
    </message>
    <message>
        <source>{} exists already and is kept. Give another name, or have it replaced (--overwrite).</source>
        <translation>{} existe déjà et est conservé. Donnez un autre nom, ou faites-le remplacer (--overwrite).</translation>
    </message>
    <message>
        <source>It may hold parcels that were edited by hand.</source>
        <translation>Il peut contenir des parcelles modifiées à la main.</translation>
    </message>
    <message>
        <source>Parcels in it that were edited by hand: {}.</source>
        <translation>Parcelles modifiées à la main qu’il contient : {}.</translation>
    </message>
    <message>
        <source>{} is no ordinary file. Give another name.</source>
        <translation>{} n’est pas un fichier ordinaire. Donnez un autre nom.</translation>
    </message>
    <message>
        <source>{} is an input of this run and cannot be its output. Give another name.</source>
        <translation>{} est une entrée de ce traitement et ne peut pas en être la sortie. Donnez un autre nom.</translation>
    </message>
    <message>
        <source>{} is write-protected. Give another name.</source>
        <translation>{} est protégé en écriture. Donnez un autre nom.</translation>
    </message>
    <message>
        <source>{} cannot be read: {}.</source>
        <translation>{} ne peut pas être lu : {}.</translation>
    </message>
    <message>
        <source>The name {} is too long for this disk. Give a shorter one.</source>
        <translation>Le nom {} est trop long pour ce disque. Donnez-en un plus court.</translation>
    </message>
    <message>
        <source>{} is in use by another program. Close what has it open, or write elsewhere.</source>
        <translation>{} est utilisé par un autre programme. Fermez ce qui l’a ouvert, ou écrivez ailleurs.</translation>
    </message>
    <message>
        <source>{} is a file. Give the name of a folder.</source>
        <translation>{} est un fichier. Donnez le nom d’un dossier.</translation>
    </message>
    <message>
        <source>The folder {} cannot be made: {}.</source>
        <translation>Le dossier {} ne peut pas être créé : {}.</translation>
    </message>
    <message>
        <source>{} exists already. Replace it?</source>
        <translation>{} existe déjà. Le remplacer ?</translation>
    </message>
    <message>
        <source>Replace the file</source>
        <translation>Remplacer le fichier</translation>
    </message>
    <message>
        <source>Writes parcels to a file. Its ending says the format:
.gpkg – GeoPackage, every value as it is
.shp – Shapefile with short column names. NAME_extra.csv holds what does not fit, NAME_readme.txt says what became of each column
.fgb – FlatGeobuf, every value as it is
.geojson – GeoJSON in WGS 84 with 7 decimals (RFC 7946)
.parquet – GeoParquet after the fiboa specification; needs Doab's Python environment

An older export of that name is replaced; a file that Doab did not write, or that is in use, never is.</source>
        <translation>Écrit les parcelles dans un fichier. Son extension indique le format :
.gpkg – GeoPackage, chaque valeur telle quelle
.shp – Shapefile aux noms de champs courts. NAME_extra.csv contient ce qui ne tient pas, NAME_readme.txt dit ce qu’il est advenu de chaque champ
.fgb – FlatGeobuf, chaque valeur telle quelle
.geojson – GeoJSON en WGS 84 à 7 décimales (RFC 7946)
.parquet – GeoParquet selon la spécification fiboa ; nécessite l’environnement Python de Doab

Un export antérieur de ce nom est remplacé ; un fichier que Doab n’a pas écrit, ou qui est utilisé, ne l’est jamais.</translation>
    </message>
    <message>
        <source>Maps agricultural fields from a season of satellite images: one polygon a field, with its crop (EuroCrops HCAT code), the confidence of the crop, the two next likeliest crops and the quality of the boundary.

Choose Sentinel-2 images or a folder that holds them; all other inputs are optional.

What grows is read from all dates, where a field ends from one of them, the reference date.

The result is a GeoPackage that holds its styles: colour is the crop, opacity the confidence. “Export parcels” makes shapefiles and other formats of it. An older result of that name is replaced; a file that Doab did not write, or that is an input or in use, never is.

Contains modified Copernicus Sentinel data.</source>
        <translation>Cartographie les champs agricoles à partir d’une saison d’images satellite : un polygone par champ, avec sa culture (code HCAT d’EuroCrops), la confiance de la culture, les deux cultures suivantes et la qualité du contour.

Choisissez des images Sentinel-2 ou un dossier qui les contient ; les autres entrées sont facultatives.

La culture est lue dans toutes les dates, les limites dans une seule, la date de référence.

Le résultat est un GeoPackage qui contient ses styles : la couleur est la culture, l’opacité la confiance. « Exporter les parcelles » en fait des shapefiles et d’autres formats. Un résultat antérieur de ce nom est remplacé ; un fichier que Doab n’a pas écrit, qui est une entrée ou qui est utilisé, ne l’est jamais.

Contient des données Copernicus Sentinel modifiées.</translation>
    </message>
    <message>
        <source>The disk became full before the end: {}. Free some space and repeat.</source>
        <translation>Le disque s’est rempli avant la fin : {}. Libérez de la place et recommencez.</translation>
    </message>
    <message>
        <source>What is mapped cannot be written to {} ({}). Free some space and run again: what is finished is kept, and the run goes on from there.</source>
        <translation>Ce qui est cartographié ne peut pas être écrit dans {} ({}). Libérez de l’espace et relancez : ce qui est terminé est conservé et le traitement reprend à cet endroit.</translation>
    </message>
    <message>
        <source>{} was mapped with other crops than those of this model, so that nothing can be mapped like it.</source>
        <translation>{} a été cartographié avec d’autres cultures que celles de ce modèle : rien ne peut être cartographié de la même façon.</translation>
    </message>
    <message>
        <source>{} cannot be read ({}). Give an earlier result of Doab.</source>
        <translation>{} ne peut pas être lu ({}). Indiquez un résultat antérieur de Doab.</translation>
    </message>
    <message>
        <source>{} does not say what it was mapped with. Map it again, or map without it.</source>
        <translation>{} ne dit pas avec quoi il a été cartographié. Cartographiez-le à nouveau ou continuez sans lui.</translation>
    </message>
    <message>
        <source>Reading images and looking for fields; {} of {} blocks were finished before</source>
        <translation>Lecture des images et recherche des parcelles ; {} blocs sur {} étaient déjà terminés</translation>
    </message>
    <message>
        <source>A finished part of the run was damaged and has been removed: {} ({}). Run again to map it anew.</source>
        <translation>Une partie terminée du traitement était endommagée et a été supprimée : {} ({}). Relancez pour la cartographier à nouveau.</translation>
    </message>
    <message>
        <source>What an unfinished run of {} had left was removed.</source>
        <translation>Ce qu’un traitement inachevé du {} avait laissé a été supprimé.</translation>
    </message>
    <message>
        <source>This run cannot be continued if it is interrupted: {} cannot be used ({}).</source>
        <translation>Ce traitement ne pourra pas reprendre s’il est interrompu : {} est inutilisable ({}).</translation>
    </message>
    <message>
        <source>{} is no ordinary file</source>
        <translation>{} n’est pas un fichier ordinaire</translation>
    </message>
    <message>
        <source>{} has {} MB, more than any model</source>
        <translation>{} fait {} Mo, plus que tout modèle</translation>
    </message>
    <message>
        <source>it is no JSON object</source>
        <translation>ce n’est pas un objet JSON</translation>
    </message>
    <message>
        <source>its {} cannot be right</source>
        <translation>{} ne peut pas être correct</translation>
    </message>
    <message>
        <source>{!r} is no cluster. Write local, local:N for N processes, or tcp://HOST:PORT.</source>
        <translation>{!r} n’est pas une grappe. Écrivez local, local:N pour N processus, ou tcp://HOST:PORT.</translation>
    </message>
    <message>
        <source>For --cluster, Dask is missing. Install it with: {}</source>
        <translation>Pour --cluster, Dask manque. Installez-le avec : {}</translation>
    </message>
    <message>
        <source>The scheduler of the cluster is gone. Run again: what is finished is kept.</source>
        <translation>L’ordonnanceur de la grappe a disparu. Relancez : ce qui est terminé est conservé.</translation>
    </message>
    <message>
        <source>No Dask scheduler answers at {} ({}). Start one, or use --cluster local.</source>
        <translation>Aucun ordonnanceur Dask ne répond à {} ({}). Démarrez-en un ou utilisez --cluster local.</translation>
    </message>
    <message>
        <source>A worker was lost; another one does what it was doing.</source>
        <translation>Un exécutant a été perdu ; un autre reprend sa tâche.</translation>
    </message>
    <message>
        <source>No worker is there; the run waits for one.</source>
        <translation>Aucun exécutant n’est disponible ; le traitement en attend un.</translation>
    </message>
    <message>
        <source>The workers cannot run Doab ({}). Install the same version on all machines.</source>
        <translation>Les exécutants ne peuvent pas lancer Doab ({}). Installez la même version sur toutes les machines.</translation>
    </message>
    <message>
        <source>Workers were lost again and again at the same part, for want of memory, perhaps ({}).</source>
        <translation>Des exécutants ont été perdus à plusieurs reprises sur la même partie, peut-être faute de mémoire ({}).</translation>
    </message>
    <message>
        <source>The workers were stopped by another run of the same job.</source>
        <translation>Les exécutants ont été arrêtés par un autre traitement de la même tâche.</translation>
    </message>
    <message>
        <source>The worker on {} does not see {}. Give a folder that all machines share with --runs.</source>
        <translation>L’exécutant sur {} ne voit pas {}. Indiquez avec --runs un dossier partagé par toutes les machines.</translation>
    </message>
    <message>
        <source>The worker on {} does not see the same images or bundle as this machine. They need the same paths, sizes and modification times everywhere.</source>
        <translation>L’exécutant sur {} ne voit pas les mêmes images ou le même modèle que cette machine. Chemins, tailles et dates de modification doivent être partout identiques.</translation>
    </message>
    <message>
        <source>Writing parcels as GeoParquet</source>
        <translation>Écriture des parcelles en GeoParquet</translation>
    </message>
    <message>
        <source>{} was written and cannot be read again: the disk is faulty. Run again on another one.</source>
        <translation>{} a été écrit et ne peut pas être relu : le disque est défectueux. Relancez sur un autre.</translation>
    </message>
    <message>
        <source>The weights of the model {} cannot be read ({}); fetch or export it again.</source>
        <translation>Les poids du modèle {} ne peuvent pas être lus ({}) ; récupérez-le ou exportez-le à nouveau.</translation>
    </message>
    <message>
        <source>The weights of the model {} are not finite numbers ({}); fetch or export it again.</source>
        <translation>Les poids du modèle {} ne sont pas des nombres finis ({}) ; récupérez-le ou exportez-le à nouveau.</translation>
    </message>
    <message>
        <source>This image has other bands, or another scale, unit or nodata value, than another image of {}; it is left out. Give the images of one date in the same form.</source>
        <translation>Cette image a d’autres bandes, une autre échelle, unité ou valeur nodata qu’une autre image de {} ; elle est écartée. Donnez les images d’une date sous la même forme.</translation>
    </message>
    <message>
        <source>{} of {} come from another file already, which shows the same ground; this one is left out. Leave one of them out.</source>
        <translation>{} de {} viennent déjà d’un autre fichier qui montre le même terrain ; celui-ci est écarté. Écartez l’un des deux.</translation>
    </message>
    <message>
        <source>{} of {} Sentinel-2 dates are of level 1C (first: {}): their reflectance is that at the top of the atmosphere. Level 2A of the same dates gives better maps.</source>
        <translation>{} des {} dates Sentinel-2 sont de niveau 1C (première : {}) : leur réflectance est celle du sommet de l’atmosphère. Le niveau 2A des mêmes dates donne de meilleures cartes.</translation>
    </message>
    <message>
        <source>{} of {} Sentinel-1 dates were taken at another time of day than {} (first: {}), from an orbit that looks from another side. Use the images of one orbit.</source>
        <translation>{} des {} dates Sentinel-1 ont été prises à une autre heure que {} (première : {}), depuis une orbite qui regarde d’un autre côté. Utilisez les images d’une seule orbite.</translation>
    </message>
    <message>
        <source>From January 2022 on, Sentinel-2 images are stored with 1000 added. The values do not tell whether that was taken off here; it is assumed that it was. Say what the values are.</source>
        <translation>Depuis janvier 2022, les images Sentinel-2 sont enregistrées avec 1000 en plus. Les valeurs ne disent pas si cela a été retiré ici ; on le suppose. Indiquez ce que sont les valeurs.</translation>
    </message>
    <message>
        <source>{} of {} Sentinel-2 dates since January 2022 are stored with 1000 added (first: {}), the others without it (first: {}), by their darkest values. If that is wrong, say what the values are.</source>
        <translation>{} des {} dates Sentinel-2 depuis janvier 2022 sont, d’après leurs valeurs les plus sombres, enregistrées avec 1000 en plus (première : {}), les autres sans (première : {}). Si c’est faux, indiquez ce que sont les valeurs.</translation>
    </message>
    <message>
        <source>This archive holds no image that can be read. Unpack it and give the folder.</source>
        <translation>Cette archive ne contient aucune image lisible. Décompressez-la et indiquez le dossier.</translation>
    </message>
    <message>
        <source>The images lie south of the equator: the season runs from March to June of the next year there. The shares of crops that are expected are those of Europe; look at the map before you rely on it.</source>
        <translation>Les images sont au sud de l’équateur : la saison y va de mars à juin de l’année suivante. Les parts de cultures attendues sont celles de l’Europe ; regardez la carte avant de vous y fier.</translation>
    </message>
    <message>
        <source>The georeference of this raster is damaged: its pixels have no size. Georeference it anew.</source>
        <translation>La géoréférence de ce raster est endommagée : ses pixels n’ont pas de taille. Géoréférencez-le à nouveau.</translation>
    </message>
    <message>
        <source>The coordinate reference system of this raster is not one of the Earth. Assign another one.</source>
        <translation>Le système de coordonnées de ce raster n’est pas terrestre. Attribuez-en un autre.</translation>
    </message>
    <message>
        <source>Its pixels have {} m, with which no fields can be seen. Give images of 10 to 60 m.</source>
        <translation>Ses pixels font {} m, ce qui ne permet pas de voir des parcelles. Donnez des images de 10 à 60 m.</translation>
    </message>
    <message>
        <source>The coordinates of this raster do not fit its coordinate reference system. Assign the right one.</source>
        <translation>Les coordonnées de ce raster ne correspondent pas à son système de coordonnées. Attribuez le bon.</translation>
    </message>
    <message>
        <source>This file cannot be opened ({}).</source>
        <translation>Ce fichier ne peut pas être ouvert ({}).</translation>
    </message>
    <message>
        <source>This is no ordinary file. Leave it out.</source>
        <translation>Ce n’est pas un fichier ordinaire. Écartez-le.</translation>
    </message>
    <message>
        <source>This text file describes a raster that lies elsewhere and is not opened. Give the images themselves.</source>
        <translation>Ce fichier texte décrit un raster situé ailleurs et n’est pas ouvert. Donnez les images elles-mêmes.</translation>
    </message>
    <message>
        <source>This virtual raster is too large or too deeply nested. Give its images.</source>
        <translation>Ce raster virtuel est trop grand ou trop imbriqué. Donnez ses images.</translation>
    </message>
    <message>
        <source>This virtual raster refers to {}, which is no image on this computer. Give its images.</source>
        <translation>Ce raster virtuel renvoie à {}, qui n’est pas une image de cet ordinateur. Donnez ses images.</translation>
    </message>
    <message>
        <source>This file has the format {}, which is not read. Convert it to GeoTIFF.</source>
        <translation>Ce fichier a le format {}, qui n’est pas lu. Convertissez-le en GeoTIFF.</translation>
    </message>
    <message>
        <source>This file is stored in blocks of {} MB, too large to be read in parts. Convert it to a tiled GeoTIFF.</source>
        <translation>Ce fichier est enregistré par blocs de {} Mo, trop grands pour être lus par parties. Convertissez-le en GeoTIFF tuilé.</translation>
    </message>
    <message>
        <source>This is an image of {}, which has other bands than Sentinel-2. It is not used; leave it out.</source>
        <translation>C’est une image de {}, dont les bandes ne sont pas celles de Sentinel-2. Elle n’est pas utilisée ; écartez-la.</translation>
    </message>
    <message>
        <source>The {} bands of this raster have no names, and their values are in no order that is usual for Sentinel images. Say which band is which.</source>
        <translation>Les {} bandes de ce raster n’ont pas de nom et leurs valeurs ne suivent aucun ordre habituel des images Sentinel. Indiquez quelle bande est laquelle.</translation>
    </message>
    <message>
        <source>This raster holds {}, no reflectance. Give the bands themselves, or leave it out.</source>
        <translation>Ce raster contient {}, pas de réflectance. Donnez les bandes elles-mêmes ou écartez-le.</translation>
    </message>
    <message>
        <source>The bands of this raster are called {}, and none of them is one of Sentinel-2 or Sentinel-1.</source>
        <translation>Les bandes de ce raster s’appellent {}, et aucune n’est une bande de Sentinel-2 ou de Sentinel-1.</translation>
    </message>
    <message>
        <source>{}: {} % of what was read of it could not be read and counts as without data. {}</source>
        <translation>{} : {} % de ce qui en a été lu était illisible et compte comme sans données. {}</translation>
    </message>
    <message>
        <source>The elevation model could not be read everywhere. {}</source>
        <translation>Le modèle d’altitude n’a pas pu être lu partout. {}</translation>
    </message>
    <message>
        <source>it is outside the season that is mapped, {} to {}</source>
        <translation>elle est hors de la saison cartographiée, du {} au {}</translation>
    </message>
    <message>
        <source>the dates are of several seasons, and it is outside the one with the most of them, {} to {}</source>
        <translation>les dates sont de plusieurs saisons, et elle est hors de celle qui en a le plus, du {} au {}</translation>
    </message>
    <message>
        <source>The season {!r} is none. Write the year of the harvest (2021), first/last date, or all.</source>
        <translation>{!r} n’est pas une saison. Écrivez l’année de récolte (2021), première/dernière date, ou all.</translation>
    </message>
    <message>
        <source>This raster holds complex numbers, no reflectance. Give calibrated Sentinel-2 bands.</source>
        <translation>Ce raster contient des nombres complexes, pas de réflectance. Donnez des bandes Sentinel-2 étalonnées.</translation>
    </message>
    <message>
        <source>The scale of this raster in its metadata is no positive number. Say what its values are.</source>
        <translation>L’échelle de ce raster dans ses métadonnées n’est pas un nombre positif. Indiquez ce que sont ses valeurs.</translation>
    </message>
    <message>
        <source>As {}, the values of this raster would be a reflectance of {}, which there is not. Say what they are.</source>
        <translation>Avec {}, les valeurs de ce raster seraient une réflectance de {}, qui n’existe pas. Indiquez ce qu’elles sont.</translation>
    </message>
    <message>
        <source>This radar image is complex (SLC). Give backscatter in decibel or linear power (GRD, RTC).</source>
        <translation>Cette image radar est complexe (SLC). Donnez la rétrodiffusion en décibels ou en puissance linéaire (GRD, RTC).</translation>
    </message>
    <message>
        <source>This raster is said to be in decibel, but its values are small and positive, as linear ones are.</source>
        <translation>Ce raster est dit en décibels, mais ses valeurs sont petites et positives, comme des valeurs linéaires.</translation>
    </message>
    <message>
        <source>This raster is said to be linear, but its values are negative, as decibels are.</source>
        <translation>Ce raster est dit linéaire, mais ses valeurs sont négatives, comme des décibels.</translation>
    </message>
    <message>
        <source>Say which it is.</source>
        <translation>Indiquez ce que c’est.</translation>
    </message>
    <message>
        <source>The file {!r} cannot be read: {}.</source>
        <translation>Le fichier {!r} ne peut pas être lu : {}.</translation>
    </message>
    <message>
        <source>{!r} is no ordinary file. Name one.</source>
        <translation>{!r} n’est pas un fichier ordinaire. Indiquez-en un.</translation>
    </message>
    <message>
        <source>{!r} has {} MB, which no such file has.</source>
        <translation>{!r} fait {} Mo, ce qu’aucun fichier de ce type ne fait.</translation>
    </message>
    <message>
        <source>{} has the ending of a {}, but a {} is written here. Use the ending {}.</source>
        <translation>{} a l’extension de {}, mais {} est écrit ici. Utilisez l’extension {}.</translation>
    </message>
    <message>
        <source>{}, which gives a span of time: its middle is assumed</source>
        <translation>{}, qui donne une période : son milieu est supposé</translation>
    </message>
    <message>
        <source>{}, in which the day is assumed to come before the month</source>
        <translation>{}, où le jour est supposé précéder le mois</translation>
    </message>
    <message>
        <source>names of the files in the virtual raster</source>
        <translation>noms des fichiers du raster virtuel</translation>
    </message>
    <message>
        <source>16 bits of Sentinel Hub&apos;s browsers in the name</source>
        <translation>16 bits des navigateurs de Sentinel Hub dans le nom</translation>
    </message>
    <message>
        <source>scale in the name of the product</source>
        <translation>échelle dans le nom du produit</translation>
    </message>
    <message>
        <source>with the offset of the metadata reflectance is negative: it was taken off before</source>
        <translation>avec le décalage des métadonnées la réflectance est négative : il a déjà été retiré</translation>
    </message>
    <message>
        <source>reflectance in percent</source>
        <translation>réflectance en pour cent</translation>
    </message>
    <message>
        <source>reflectance × 65 535</source>
        <translation>réflectance × 65 535</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>Copier les lignes</translation>
    </message>
    <message>
        <source>This file cannot be opened as a raster; it may be damaged. Replace it or leave it out.</source>
        <translation>Ce fichier ne peut pas être ouvert comme raster ; il est peut-être endommagé. Remplacez-le ou écartez-le.</translation>
    </message>
    <message>
        <source>This file cannot be read ({}); it may be damaged. Replace it or leave it out.</source>
        <translation>Ce fichier ne peut pas être lu ({}) ; il est peut-être endommagé. Remplacez-le ou écartez-le.</translation>
    </message>
    <message>
        <source>band {} of the same file</source>
        <translation>bande {} du même fichier</translation>
    </message>
    <message>
        <source>Fewer than two classes are left. Switch off fewer of them, or add some.</source>
        <translation>Il reste moins de deux classes. Désactivez-en moins, ou ajoutez-en.</translation>
    </message>
    <message>
        <source>{} is no crop of HCAT. Give its code, its HCAT name or the label of a class.</source>
        <translation>{} n’est pas une culture de HCAT. Donnez son code, son nom HCAT ou le libellé d’une classe.</translation>
    </message>
    <message>
        <source>No parcel of {} was corrected, so that there is nothing to learn. Correct some, or give a layer.</source>
        <translation>Aucune parcelle de {} n’a été corrigée : il n’y a rien à apprendre. Corrigez-en, ou donnez une couche.</translation>
    </message>
    <message>
        <source>corrections</source>
        <translation>corrections</translation>
    </message>
    <message>
        <source>No parcel of {} gets a crop from {}: they do not overlap, or its crops are not understood.</source>
        <translation>Aucune parcelle de {} ne reçoit de culture de {} : soit ils ne se recouvrent pas, soit les cultures n’y sont pas comprises.</translation>
    </message>
    <message>
        <source>The model {} was made for another region ({:.1f} to {:.1f} east, {:.1f} to {:.1f} north), and its crops may not fit here.</source>
        <translation>Le modèle {} a été fait pour une autre région (de {:.1f} à {:.1f} est, de {:.1f} à {:.1f} nord), et ses cultures ne conviennent peut-être pas ici.</translation>
    </message>
    <message>
        <source>{} labelled parcels of {} classes are too few to learn from: {} of two classes are needed.</source>
        <translation>{} parcelles étiquetées de {} classes sont trop peu pour apprendre : il en faut {} de deux classes.</translation>
    </message>
    <message>
        <source>What the model {} holds about its region or training cannot be read ({}); fetch it again.</source>
        <translation>Ce que le modèle {} contient sur sa région ou son entraînement est illisible ({}) ; récupérez-le à nouveau.</translation>
    </message>
    <message>
        <source>There is no file {}. Give the GeoPackage of a mapping run.</source>
        <translation>Il n’y a pas de fichier {}. Indiquez le GeoPackage d’une cartographie.</translation>
    </message>
    <message>
        <source>{} cannot be read ({}). Give the GeoPackage of a mapping run.</source>
        <translation>{} ne peut pas être lu ({}). Indiquez le GeoPackage d’une cartographie.</translation>
    </message>
    <message>
        <source>{} does not say what its parcels were mapped with: it is of an earlier version. Map it again.</source>
        <translation>{} ne dit pas avec quoi ses parcelles ont été cartographiées : il vient d’une version antérieure. Cartographiez-le à nouveau.</translation>
    </message>
    <message>
        <source>{} holds no embeddings of its parcels. Map it again.</source>
        <translation>{} ne contient pas les plongements (embeddings) de ses parcelles. Cartographiez-le à nouveau.</translation>
    </message>
    <message>
        <source>{} was not adapted, or that was undone already.</source>
        <translation>{} n’a pas été adapté, ou cela a déjà été annulé.</translation>
    </message>
    <message>
        <source>{} is being edited or written by another program. Save and end the editing, then repeat.</source>
        <translation>{} est en cours de modification ou d’écriture par un autre programme. Enregistrez et terminez la modification, puis recommencez.</translation>
    </message>
    <message>
        <source>Give either --undo or --suggest.</source>
        <translation>Donnez soit --undo, soit --suggest.</translation>
    </message>
    <message>
        <source>Reading parcels</source>
        <translation>lecture des parcelles</translation>
    </message>
    <message>
        <source>Learning from {} parcels</source>
        <translation>apprentissage à partir de {} parcelles</translation>
    </message>
    <message>
        <source>The number of parcels to suggest must be 1 or more.</source>
        <translation>Le nombre de parcelles à suggérer doit être 1 ou plus.</translation>
    </message>
    <message>
        <source>{} was not mapped with the model {}. Name the one that it was mapped with.</source>
        <translation>{} n’a pas été cartographié avec le modèle {}. Indiquez celui avec lequel il l’a été.</translation>
    </message>
    <message>
        <source>of this version</source>
        <translation>de cette version</translation>
    </message>
    <message>
        <source>There is no result {}. Choose another.</source>
        <translation>Il n’y a pas de résultat {}. Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>Comparing with the declared parcels</source>
        <translation>comparaison avec les parcelles déclarées</translation>
    </message>
    <message>
        <source>Take another bundle, or go on with --anywhere.</source>
        <translation>Prenez un autre modèle, ou continuez avec --anywhere.</translation>
    </message>
    <message>
        <source>{:.0f} % of the parcels are unlike what the model {} knows; teach it your region.</source>
        <translation>{:.0f} % des parcelles ne ressemblent pas à ce que le modèle {} connaît ; apprenez-lui votre région.</translation>
    </message>
    <message>
        <source>There is no file {}. Check the name of the parcel layer.</source>
        <translation>Il n’y a pas de fichier {}. Vérifiez le nom de la couche de parcelles.</translation>
    </message>
    <message>
        <source>The year {} is not between {} and {}.</source>
        <translation>L’année {} n’est pas comprise entre {} et {}.</translation>
    </message>
    <message>
        <source>{} parcels lie outside the images and are not in the dataset.</source>
        <translation>{} parcelles sont hors des images et ne sont pas dans le jeu de données.</translation>
    </message>
    <message>
        <source>The coordinate reference system of {} is not one of the Earth. Assign another one.</source>
        <translation>Le système de coordonnées de {} n’est pas terrestre. Attribuez-en un autre.</translation>
    </message>
    <message>
        <source>{} holds no polygons. Choose a layer of parcels that has some.</source>
        <translation>{} ne contient pas de polygones. Choisissez une couche de parcelles qui en a.</translation>
    </message>
    <message>
        <source>Writing parcels</source>
        <translation>écriture des parcelles</translation>
    </message>
    <message>
        <source>{} of {} parcels have no crop: {}. The reason is in the column {}.</source>
        <translation>{} des {} parcelles n’ont pas de culture : {}. La raison est dans le champ {}.</translation>
    </message>
    <message>
        <source>{} was changed while the run was under way. Run again.</source>
        <translation>{} a été modifié pendant le traitement. Relancez.</translation>
    </message>
    <message>
        <source>Columns of the parcels that have the names of Doab&apos;s get others: {}.</source>
        <translation>Les champs des parcelles qui portent les mêmes noms que ceux de Doab en reçoivent d’autres : {}.</translation>
    </message>
    <message>
        <source>None of the parcels in {} lies where the images or the area to map are. Check its coordinate reference system, or choose another area or other images.</source>
        <translation>Aucune des parcelles de {} ne se trouve là où sont les images ou la zone à cartographier. Vérifiez son système de coordonnées, ou choisissez une autre zone ou d’autres images.</translation>
    </message>
    <message>
        <source>{} is {}, which is not between {:g} and {:g}.</source>
        <translation>{} vaut {}, ce qui n’est pas compris entre {:g} et {:g}.</translation>
    </message>
    <message>
        <source>{} is {}, which is no number.</source>
        <translation>{} vaut {}, ce qui n’est pas un nombre.</translation>
    </message>
    <message>
        <source>{} is {!r}, which is none of {}.</source>
        <translation>{} vaut {!r}, ce qui n’est aucun de ces choix : {}.</translation>
    </message>
    <message>
        <source>{} is {!r}, which is no date. Write it as 2019-06-30.</source>
        <translation>{} vaut {!r}, ce qui n’est pas une date. Écrivez-la ainsi : 2019-06-30.</translation>
    </message>
    <message>
        <source>{} is {!r}, which is no path of a file.</source>
        <translation>{} vaut {!r}, ce qui n’est pas un chemin de fichier.</translation>
    </message>
    <message>
        <source>The band</source>
        <translation>La bande</translation>
    </message>
    <message>
        <source>The number of band {}</source>
        <translation>Le numéro de la bande {}</translation>
    </message>
    <message>
        <source>The result</source>
        <translation>Le résultat</translation>
    </message>
    <message>
        <source>A file or folder of the run</source>
        <translation>Un fichier ou dossier du traitement</translation>
    </message>
    <message>
        <source>The reference frame</source>
        <translation>L’image de référence</translation>
    </message>
    <message>
        <source>The device</source>
        <translation>Le matériel</translation>
    </message>
    <message>
        <source>The smallest parcel (hectares)</source>
        <translation>La parcelle minimale (hectares)</translation>
    </message>
    <message>
        <source>The tolerance of outlines (metres)</source>
        <translation>La tolérance des contours (mètres)</translation>
    </message>
    <message>
        <source>The size of the cache (MB)</source>
        <translation>La taille du cache (Mo)</translation>
    </message>
    <message>
        <source>The size of the pictures (pixels)</source>
        <translation>La taille des vignettes (pixels)</translation>
    </message>
    <message>
        <source>The role of a source</source>
        <translation>L’usage d’une source</translation>
    </message>
    <message>
        <source>The unit of a source</source>
        <translation>L’unité d’une source</translation>
    </message>
    <message>
        <source>The date of a source</source>
        <translation>La date d’une source</translation>
    </message>
    <message>
        <source>The file of a band</source>
        <translation>Le fichier d’une bande</translation>
    </message>
    <message>
        <source>The number of a band</source>
        <translation>Le numéro d’une bande</translation>
    </message>
    <message>
        <source>The sensor of an image</source>
        <translation>Le capteur d’une image</translation>
    </message>
    <message>
        <source>The date of an image</source>
        <translation>La date d’une image</translation>
    </message>
    <message>
        <source>The unit of an image</source>
        <translation>L’unité d’une image</translation>
    </message>
    <message>
        <source>The cloud mask of an image</source>
        <translation>Le masque de nuages d’une image</translation>
    </message>
    <message>
        <source>A bound of the area</source>
        <translation>Une limite de la zone</translation>
    </message>
    <message>
        <source>This is a data cube of {}, which has other bands than Sentinel-2. It is not used; leave it out.</source>
        <translation>C’est un cube de données de {}, dont les bandes ne sont pas celles de Sentinel-2. Il n’est pas utilisé ; écartez-le.</translation>
    </message>
    <message>
        <source>This data cube has no variable with rows and columns. Give the images themselves.</source>
        <translation>Ce cube de données n’a pas de variable avec des lignes et des colonnes. Donnez les images elles-mêmes.</translation>
    </message>
    <message>
        <source>This data cube says no date. Put it into the name (YYYY-MM-DD) or set it for the layer.</source>
        <translation>Ce cube de données n’indique aucune date. Mettez-la dans le nom (AAAA-MM-JJ) ou fixez-la pour la couche.</translation>
    </message>
    <message>
        <source>No band of Sentinel-2 or Sentinel-1 was found in this data cube, whose variables are: {}.</source>
        <translation>Aucune bande de Sentinel-2 ou de Sentinel-1 n’a été trouvée dans ce cube de données, dont les variables sont : {}.</translation>
    </message>
    <message>
        <source>This data cube has several radar images of {}, perhaps of two orbits; only the first is used.</source>
        <translation>Ce cube de données a plusieurs images radar du {}, peut-être de deux orbites ; seule la première est utilisée.</translation>
    </message>
    <message>
        <source>The columns of this data cube do not run from west to east. Order its dimensions as time, y, x.</source>
        <translation>Les colonnes de ce cube de données ne vont pas d’ouest en est. Ordonnez ses dimensions ainsi : time, y, x.</translation>
    </message>
    <message>
        <source>The bands of this data cube differ in scale, nodata value or CRS. Store them in one form.</source>
        <translation>Les bandes de ce cube de données diffèrent par l’échelle, la valeur nodata ou le SCR. Enregistrez-les sous une même forme.</translation>
    </message>
    <message>
        <source>Data cubes of this format are not read. Save it as NetCDF, or each date as a GeoTIFF, which the makers offer.</source>
        <translation>Les cubes de données de ce format ne sont pas lus. Enregistrez-le en NetCDF, ou chaque date en GeoTIFF, ce que proposent les outils qui les produisent.</translation>
    </message>
    <message>
        <source>its values contradict the names of the bands {} and {}, as if they were exchanged. Say which is which</source>
        <translation>ses valeurs contredisent les noms des bandes {} et {}, comme si elles étaient interverties. Précisez laquelle est laquelle</translation>
    </message>
    <message>
        <source>{} cannot be read as a vector layer ({}). Convert or replace it.</source>
        <translation>{} ne peut pas être lu comme couche vecteur ({}). Convertissez-le ou remplacez-le.</translation>
    </message>
    <message>
        <source>{} cannot be unpacked ({}). Fetch it again or unpack it yourself.</source>
        <translation>{} ne peut pas être décompressé ({}). Récupérez-le à nouveau ou décompressez-le vous-même.</translation>
    </message>
    <message>
        <source>{} holds several vector files: {}. Name one as the layer; or unpack it and name the file.</source>
        <translation>{} contient plusieurs fichiers vecteur : {}. Indiquez-en un comme couche ; ou décompressez-le et indiquez le fichier.</translation>
    </message>
    <message>
        <source>{} holds no vector file. Unpack it and name the file.</source>
        <translation>{} ne contient aucun fichier vecteur. Décompressez-le et indiquez le fichier.</translation>
    </message>
    <message>
        <source>{} holds several layers with polygons: {}. Name one.</source>
        <translation>{} contient plusieurs couches de polygones : {}. Indiquez-en une.</translation>
    </message>
    <message>
        <source>{} holds no layer with polygons. Choose a layer of parcels.</source>
        <translation>{} ne contient aucune couche de polygones. Choisissez une couche de parcelles.</translation>
    </message>
    <message>
        <source>There is no PyTorch any more for Macs with Intel processors. Doab needs a Mac with Apple silicon.</source>
        <translation>Il n’y a plus de PyTorch pour les Mac à processeur Intel. Doab a besoin d’un Mac avec une puce Apple.</translation>
    </message>
    <message>
        <source>The packages that Doab computes with need macOS 14 or newer; this is macOS {}.</source>
        <translation>Les paquets avec lesquels Doab calcule demandent macOS 14 ou plus récent ; ceci est macOS {}.</translation>
    </message>
    <message>
        <source>The packages that Doab computes with do not exist for {} processors on this system. Doab needs an Intel or AMD processor of 64 bits, or a Mac with Apple silicon.</source>
        <translation>Les paquets avec lesquels Doab calcule n’existent pas pour les processeurs {} sur ce système. Doab a besoin d’un processeur Intel ou AMD de 64 bits, ou d’un Mac avec une puce Apple.</translation>
    </message>
    <message>
        <source>The drawn parcels could not be written to a temporary file: {}</source>
        <translation>Les parcelles dessinées n’ont pas pu être écrites dans un fichier temporaire : {}</translation>
    </message>
    <message>
        <source>Crop of drawn parcels ({})</source>
        <translation>Culture des parcelles dessinées ({})</translation>
    </message>
    <message>
        <source>No Python can make an environment on this computer.</source>
        <translation>Aucun Python de cet ordinateur ne peut créer un environnement.</translation>
    </message>
    <message>
        <source>{} or {}</source>
        <translation>{} ou {}</translation>
    </message>
    <message>
        <source>This computer has Python {}.</source>
        <translation>Cet ordinateur a Python {}.</translation>
    </message>
    <message>
        <source>{} Doab needs {}: Python {} is brought along.</source>
        <translation>{} Doab a besoin de {} : Python {} est fourni.</translation>
    </message>
    <message>
        <source>Doab needs Python {} that can make environments. {} Install one (on Debian and Ubuntu: sudo apt install python3-venv), or use an existing Python.</source>
        <translation>Doab a besoin d’un Python {} qui puisse créer des environnements. {} Installez-en un (sous Debian et Ubuntu : sudo apt install python3-venv), ou utilisez un Python existant.</translation>
    </message>
    <message>
        <source>uv brought no Python.</source>
        <translation>uv n’a pas fourni de Python.</translation>
    </message>
    <message>
        <source>“{}” holds no polygons. Choose a layer of parcels.</source>
        <translation>« {} » ne contient pas de polygones. Choisissez une couche de parcelles.</translation>
    </message>
    <message>
        <source>“{}” has no coordinate reference system. Assign one and try again.</source>
        <translation>« {} » n’a pas de système de coordonnées. Attribuez-en un et réessayez.</translation>
    </message>
    <message>
        <source>The parcels could not be written to a temporary file: {}</source>
        <translation>Les parcelles n’ont pas pu être écrites dans un fichier temporaire : {}</translation>
    </message>
    <message>
        <source>Parcels of: {}</source>
        <translation>Parcelles de : {}</translation>
    </message>
    <message>
        <source>Within polygons</source>
        <translation>Dans des polygones</translation>
    </message>
    <message>
        <source>Instead of a rectangle: polygons, such as those of municipalities. Parcels end at their outlines.</source>
        <translation>Au lieu d’un rectangle : des polygones, comme ceux de communes. Les parcelles s’arrêtent à leurs contours.</translation>
    </message>
    <message>
        <source>Season</source>
        <translation>Saison</translation>
    </message>
    <message>
        <source>The year of the harvest, such as 2021, the first and the last date (2021-03-01/2021-10-31), “all” for all dates, or “auto” for the season with the most dates. Dates outside are left out.</source>
        <translation>L’année de récolte, comme 2021, la première et la dernière date (2021-03-01/2021-10-31), « all » pour toutes les dates, ou « auto » pour la saison qui a le plus de dates. Les dates en dehors sont écartées.</translation>
    </message>
    <message>
        <source>Choose a rectangle or polygons, and leave the other one empty.</source>
        <translation>Choisissez un rectangle ou des polygones, et laissez l’autre vide.</translation>
    </message>
    <message>
        <source>Compare two results</source>
        <translation>Comparer deux résultats</translation>
    </message>
    <message>
        <source>Show where the crops of two results differ, such as those of two years</source>
        <translation>Montrer où les cultures de deux résultats diffèrent, comme celles de deux années</translation>
    </message>
    <message>
        <source>change,crops,rotation,difference,years,fields</source>
        <translation>changement,cultures,rotation,différence,années,champs</translation>
    </message>
    <message>
        <source>Lays two results over each other, such as those of two years or those before and after corrections. The layer has the ground whose crop differs, or which is a parcel in one of them only. The table has the hectares of each pair of crops, also of those that are equal. Confidences play no part: look at both results before you rely on a change.</source>
        <translation>Superpose deux résultats, comme ceux de deux années ou ceux d’avant et d’après des corrections. La couche contient les surfaces dont la culture diffère, ou qui ne sont une parcelle que dans l’un des deux. Le tableau donne les hectares de chaque paire de cultures, y compris des paires égales. Les confiances n’entrent pas en jeu : regardez les deux résultats avant de vous fier à un changement.</translation>
    </message>
    <message>
        <source>Parcels before</source>
        <translation>Parcelles avant</translation>
    </message>
    <message>
        <source>The earlier result.</source>
        <translation>Le résultat antérieur.</translation>
    </message>
    <message>
        <source>Parcels after</source>
        <translation>Parcelles après</translation>
    </message>
    <message>
        <source>The later result, in any coordinate system.</source>
        <translation>Le résultat ultérieur, dans n’importe quel système de coordonnées.</translation>
    </message>
    <message>
        <source>Smallest change (ha)</source>
        <translation>Plus petit changement (ha)</translation>
    </message>
    <message>
        <source>Smaller pieces, such as those along shifted outlines, are in the table, but not in the layer.</source>
        <translation>Les morceaux plus petits, comme ceux le long de contours décalés, figurent dans le tableau, mais pas dans la couche.</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Changements</translation>
    </message>
    <message>
        <source>The ground whose crop differs, with both crops.</source>
        <translation>Les surfaces dont la culture diffère, avec les deux cultures.</translation>
    </message>
    <message>
        <source>Hectares by crops</source>
        <translation>Hectares par cultures</translation>
    </message>
    <message>
        <source>{} has no columns “EC_hcat_c” and “crop”. Choose results of Doab, or exports of them.</source>
        <translation>{} n’a pas de colonnes « EC_hcat_c » et « crop ». Choisissez des résultats de Doab, ou leurs exports.</translation>
    </message>
    <message>
        <source>Score against declared parcels</source>
        <translation>Évaluer sur des parcelles déclarées</translation>
    </message>
    <message>
        <source>Score mapped parcels against parcels whose crops are known, such as LPIS</source>
        <translation>Évaluer les parcelles cartographiées d’après des parcelles dont les cultures sont connues, comme le RPG (LPIS)</translation>
    </message>
    <message>
        <source>validation,accuracy,evaluation,confusion matrix,recall,panoptic quality,lpis,eurocrops</source>
        <translation>validation,exactitude,évaluation,matrice de confusion,rappel,qualité panoptique,lpis,rpg,eurocrops</translation>
    </message>
    <message>
        <source>Compares a result of “Map field parcels” with parcels whose crops are known, and writes a report (report.html) with scores and their 95 % intervals, the confusion of crops and a calibration curve.

suspects.gpkg holds the declared parcels whose crop is probably wrong, the likeliest error first.

The column of crops holds HCAT codes or names, or national codes that a table of EuroCrops translates. A column with a name of EuroCrops is recognised by itself.</source>
        <translation>Compare un résultat de « Cartographier les parcelles agricoles » à des parcelles dont les cultures sont connues, et écrit un rapport (report.html) avec des notes et leurs intervalles à 95 %, la confusion des cultures et une courbe de calibration.

suspects.gpkg contient les parcelles déclarées dont la culture est probablement fausse, l’erreur la plus probable d’abord.

Le champ des cultures contient des codes ou noms HCAT, ou des codes nationaux qu’une table d’EuroCrops traduit. Un champ portant un nom d’EuroCrops est reconnu de lui-même.</translation>
    </message>
    <message>
        <source>Mapped parcels</source>
        <translation>Parcelles cartographiées</translation>
    </message>
    <message>
        <source>Declared parcels</source>
        <translation>Parcelles déclarées</translation>
    </message>
    <message>
        <source>Crop column</source>
        <translation>Champ des cultures</translation>
    </message>
    <message>
        <source>Crop codes (EuroCrops&apos; table)</source>
        <translation>Codes de cultures (table d’EuroCrops)</translation>
    </message>
    <message>
        <source>There are fields that the declared parcels lack</source>
        <translation>Il existe des champs absents des parcelles déclarées</translation>
    </message>
    <message>
        <source>Folder of the report</source>
        <translation>Dossier du rapport</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>Suspicious parcels</source>
        <translation>Parcelles suspectes</translation>
    </message>
    <message>
        <source>Number of suspicious parcels</source>
        <translation>Nombre de parcelles suspectes</translation>
    </message>
    <message>
        <source>Declared parcels that count</source>
        <translation>Parcelles déclarées qui comptent</translation>
    </message>
    <message>
        <source>My parcels</source>
        <translation>Mes parcelles</translation>
    </message>
    <message>
        <source>A layer of parcels, such as LPIS, a cadastre or your own drawing: their outlines and columns stay as they are, and each gets its crop. The model finds the parcels where it is left empty.</source>
        <translation>Une couche de parcelles, comme le RPG (LPIS), un cadastre ou votre propre dessin : leurs contours et leurs champs restent tels quels, et chacune reçoit sa culture. Vide : le modèle trouve les parcelles.</translation>
    </message>
    <message>
        <source>The layer of parcels is not there. Choose another, or leave it empty.</source>
        <translation>La couche de parcelles est introuvable. Choisissez-en une autre, ou laissez vide.</translation>
    </message>
    <message>
        <source>The polygons to map within have no outline. Choose others, or another area.</source>
        <translation>Les polygones dans lesquels cartographier n’ont pas de contour. Choisissez-en d’autres, ou une autre zone.</translation>
    </message>
    <message>
        <source>Paint a scene</source>
        <translation>Peindre une scène</translation>
    </message>
    <message>
        <source>The scene could not be painted. The log panel says why.</source>
        <translation>La scène n’a pas pu être peinte. Le journal des messages dit pourquoi.</translation>
    </message>
    <message>
        <source>Parcels with their crop</source>
        <translation>Parcelles avec leur culture</translation>
    </message>
    <message>
        <source>Declared parcels on most of which their own crop is mapped</source>
        <translation>Parcelles déclarées où leur propre culture est cartographiée sur la plus grande partie</translation>
    </message>
    <message>
        <source>Area with its crop</source>
        <translation>Surface avec sa culture</translation>
    </message>
    <message>
        <source>Ground of declared parcels on which their own crop is mapped</source>
        <translation>Terrain des parcelles déclarées où leur propre culture est cartographiée</translation>
    </message>
    <message>
        <source>Parcels found, with their crop</source>
        <translation>Parcelles trouvées, avec leur culture</translation>
    </message>
    <message>
        <source>Declared parcels that one mapped parcel with the same crop overlaps by more than half (IoU over 0.5)</source>
        <translation>Parcelles déclarées qu’une parcelle cartographiée de même culture recouvre à plus de moitié (IoU supérieur à 0,5)</translation>
    </message>
    <message>
        <source>Overlap of those found</source>
        <translation>Recouvrement des parcelles trouvées</translation>
    </message>
    <message>
        <source>Segmentation quality: mean IoU of the parcels found, over the crops</source>
        <translation>Qualité de segmentation : IoU moyen des parcelles trouvées, sur l’ensemble des cultures</translation>
    </message>
    <message>
        <source>Panoptic quality</source>
        <translation>Qualité panoptique</translation>
    </message>
    <message>
        <source>Found, against missed and invented, times the overlap: mean over crops</source>
        <translation>Parcelles trouvées, rapportées aux manquées et aux inventées, fois le recouvrement : moyenne sur les cultures</translation>
    </message>
    <message>
        <source>Panoptic quality, any crop</source>
        <translation>Qualité panoptique, toute culture</translation>
    </message>
    <message>
        <source>The same, whatever the crop: outlines alone</source>
        <translation>De même, quelle que soit la culture : les contours seuls</translation>
    </message>
    <message>
        <source>Outlines within 15 m</source>
        <translation>Contours à moins de 15 m</translation>
    </message>
    <message>
        <source>F1 score of the pixels along declared and mapped outlines</source>
        <translation>Score F1 des pixels le long des contours déclarés et cartographiés</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>Intervalle à 95 %</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message>
        <source>Declared ↓  mapped →</source>
        <translation>Déclarée ↓  cartographiée →</translation>
    </message>
    <message>
        <source>Suspicious declarations</source>
        <translation>Déclarations suspectes</translation>
    </message>
    <message>
        <source>The suspicious parcels {} cannot be opened. Compare again.</source>
        <translation>Les parcelles suspectes {} ne peuvent pas être ouvertes. Comparez à nouveau.</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Declared crop</source>
        <translation>Culture déclarée</translation>
    </message>
    <message>
        <source>Likelier crop</source>
        <translation>Culture plus probable</translation>
    </message>
    <message>
        <source>Its probability</source>
        <translation>Sa probabilité</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Marge</translation>
    </message>
    <message>
        <source>Confidence, boundary quality and expected hectares, on a page in the browser</source>
        <translation>Confiance, qualité du contour et hectares attendus, sur une page dans le navigateur</translation>
    </message>
    <message>
        <source>Save table as CSV…</source>
        <translation>Enregistrer le tableau en CSV…</translation>
    </message>
    <message>
        <source>Save table as</source>
        <translation>Enregistrer le tableau sous</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>Valeurs séparées par des virgules (*.csv)</translation>
    </message>
    <message>
        <source>The scale of an image</source>
        <translation>Le facteur d’échelle d’une image</translation>
    </message>
    <message>
        <source>The scene holds {} twice. Leave one of them out.</source>
        <translation>La scène contient {} deux fois. Laissez-en une de côté.</translation>
    </message>
    <message>
        <source>By its name and date this cloud mask belongs to no image; it is not used. Give its image or leave it out.</source>
        <translation>D’après son nom et sa date, ce masque de nuages n’appartient à aucune image ; il n’est pas utilisé. Ajoutez son image ou laissez-le de côté.</translation>
    </message>
    <message>
        <source>“{}” has unsaved edits or a filter. Save the edits and remove the filter, then repeat.</source>
        <translation>« {} » a des modifications non enregistrées ou un filtre. Enregistrez-les et retirez le filtre, puis recommencez.</translation>
    </message>
    <message>
        <source>&lt;b&gt;{} of {} parcels got another crop.&lt;/b&gt;</source>
        <translation>&lt;b&gt;{} parcelles sur {} ont reçu une autre culture.&lt;/b&gt;</translation>
    </message>
    <message>
        <source>&lt;b&gt;{} of {} parcels would get another crop.&lt;/b&gt;</source>
        <translation>&lt;b&gt;{} parcelles sur {} recevraient une autre culture.&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Learned from {} parcels. Scores by cross-validation over spatial blocks, before → after:</source>
        <translation>Appris sur {} parcelles. Scores par validation croisée sur des blocs spatiaux, avant → après :</translation>
    </message>
    <message>
        <source>Mean recall of crops: {} → &lt;b&gt;{}&lt;/b&gt;</source>
        <translation>Rappel moyen des cultures : {} → &lt;b&gt;{}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Parcels with their crop: {} → &lt;b&gt;{}&lt;/b&gt;</source>
        <translation>Parcelles avec leur culture : {} → &lt;b&gt;{}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>{} ({} to {})</source>
        <translation>{} ({} à {})</translation>
    </message>
    <message>
        <source>“{}” is being edited. Save the edits and end the editing, then repeat.</source>
        <translation>« {} » est en cours d’édition. Enregistrez les modifications et quittez l’édition, puis recommencez.</translation>
    </message>
    <message>
        <source>This file is no STAC item of Sentinel images. Give the images themselves, or their folder.</source>
        <translation>Ce fichier n’est pas un item STAC d’images Sentinel. Donnez les images elles-mêmes, ou leur dossier.</translation>
    </message>
    <message>
        <source>The STAC item {} gives this raster more bands than the {} it has. Say which band is which.</source>
        <translation>L’item STAC {} donne à ce raster plus de bandes que les {} qu’il a. Indiquez à quoi correspond chaque bande.</translation>
    </message>
    <message>
        <source>This STAC item is damaged. Download it again, or leave it out.</source>
        <translation>Cet item STAC est endommagé. Téléchargez-le à nouveau, ou laissez-le de côté.</translation>
    </message>
    <message>
        <source>This STAC item describes an image of {}, which has other bands than Sentinel-2. It is not used.</source>
        <translation>Cet item STAC décrit une image de {}, dont les bandes ne sont pas celles de Sentinel-2. Il n’est pas utilisé.</translation>
    </message>
    <message>
        <source>The assets {} of this STAC item are not on this computer, and nothing is opened from a network.</source>
        <translation>Les assets {} de cet item STAC ne sont pas sur cet ordinateur, et rien n’est ouvert depuis un réseau.</translation>
    </message>
    <message>
        <source>Download them into the folder of the item.</source>
        <translation>Téléchargez-les dans le dossier de l’item.</translation>
    </message>
    <message>
        <source>The assets {} of this STAC item lie outside its folder, and are not opened. Move them into it.</source>
        <translation>Les assets {} de cet item STAC sont hors de son dossier et ne sont pas ouverts. Déplacez-les dedans.</translation>
    </message>
    <message>
        <source>The assets {} of this STAC item are not there. Put them into its folder.</source>
        <translation>Les assets {} de cet item STAC sont absents. Mettez-les dans son dossier.</translation>
    </message>
    <message>
        <source>This STAC item names no band of Sentinel-2 or Sentinel-1. Give the images themselves.</source>
        <translation>Cet item STAC ne nomme aucune bande de Sentinel-2 ou Sentinel-1. Donnez les images elles-mêmes.</translation>
    </message>
    <message>
        <source>The STAC items {} and {} state different things about this file. Leave one of them out.</source>
        <translation>Les items STAC {} et {} disent des choses différentes de ce fichier. Laissez-en un de côté.</translation>
    </message>
    <message>
        <source>{} of {} features of {} have no crop that is understood and do not count: {}.</source>
        <translation>{} des {} entités de {} n’ont pas de culture reconnue et ne comptent pas : {}.</translation>
    </message>
    <message>
        <source>{} labelled parcels do not count: no class covers their crop, or the run could not read them.</source>
        <translation>{} parcelles étiquetées ne comptent pas : aucune classe ne couvre leur culture, ou le traitement n’a pas pu les lire.</translation>
    </message>
    <message>
        <source>Unfinished runs need a file system with locks and renaming, which {} has not. Give a folder.</source>
        <translation>Les traitements inachevés ont besoin d’un système de fichiers avec verrous et renommage, ce que {} n’a pas. Donnez un dossier.</translation>
    </message>
    <message>
        <source>The area {!r} has no end. Give four numbers, or none to map everything.</source>
        <translation>La zone {!r} n’a pas de fin. Donnez quatre nombres, ou aucun pour tout cartographier.</translation>
    </message>
    <message>
        <source>The area {} holds several layers: {}. Say which one as FILE:LAYER.</source>
        <translation>La zone {} contient plusieurs couches : {}. Dites laquelle par FICHIER:COUCHE.</translation>
    </message>
    <message>
        <source>Name the images with --s2 and the parcels with known crops with --parcels.</source>
        <translation>Nommez les images avec --s2 et les parcelles aux cultures connues avec --parcels.</translation>
    </message>
    <message>
        <source>Name a folder for checkpoints with --work, or a bundle to go on from with --from.</source>
        <translation>Nommez un dossier de points de reprise avec --work, ou un modèle dont partir avec --from.</translation>
    </message>
    <message>
        <source>{} ({})</source>
        <translation>{} ({})</translation>
    </message>
    <message>
        <source>no crop stated</source>
        <translation>aucune culture indiquée</translation>
    </message>
    <message>
        <source>The crop table {} cannot be read ({}). It should be CSV in UTF-8.</source>
        <translation>La table de cultures {} ne peut pas être lue ({}). Elle devrait être un CSV en UTF-8.</translation>
    </message>
    <message>
        <source>{} is no crop table: it needs a column original_code or original_name, and HCAT3_code. EuroCrops publishes such tables by country.</source>
        <translation>{} n’est pas une table de cultures : il faut une colonne original_code ou original_name, et HCAT3_code. EuroCrops publie de telles tables par pays.</translation>
    </message>
    <message>
        <source>{} holds no polygons in the area. Choose a layer of parcels that has some.</source>
        <translation>{} ne contient pas de polygones dans la zone. Choisissez une couche qui y a des parcelles.</translation>
    </message>
    <message>
        <source>{} holds no polygons or points. Choose a layer that has some.</source>
        <translation>{} ne contient ni polygones ni points. Choisissez une couche qui en a.</translation>
    </message>
    <message>
        <source>{} translates a country&apos;s codes, but no column was named that holds them.</source>
        <translation>{} traduit les codes d’un pays, mais aucune colonne qui les contient n’a été nommée.</translation>
    </message>
    <message>
        <source>{} features are no polygons and do not count.</source>
        <translation>{} entités ne sont pas des polygones et ne comptent pas.</translation>
    </message>
    <message>
        <source>{} (no class covers it)</source>
        <translation>{} (aucune classe ne la couvre)</translation>
    </message>
    <message>
        <source>{} (no HCAT code or name)</source>
        <translation>{} (ni code ni nom HCAT)</translation>
    </message>
    <message>
        <source>{} others</source>
        <translation>{} autres</translation>
    </message>
    <message>
        <source>{} of {} parcels do not count: {}.</source>
        <translation>{} des {} parcelles ne comptent pas : {}.</translation>
    </message>
    <message>
        <source>The coordinate reference system of the parcels is not understood ({}).</source>
        <translation>Le système de coordonnées des parcelles n’est pas compris ({}).</translation>
    </message>
    <message>
        <source>{} has no column {}. Choose one of: {}.</source>
        <translation>{} n’a pas de colonne {}. Choisissez-en une parmi : {}.</translation>
    </message>
    <message>
        <source>No value of {}&apos;s column {} (such as {}) is in {}. Choose the column of crop codes and the table of the same country.</source>
        <translation>Dans {}, la colonne {} (comme {}) n’a aucune valeur qui soit dans {}. Choisissez la colonne des codes de culture et la table du même pays.</translation>
    </message>
    <message>
        <source>{}&apos;s column {} (such as {}) holds no HCAT codes or names. Choose another column, or name EuroCrops&apos; table of the country for its own codes.</source>
        <translation>Dans {}, la colonne {} (comme {}) ne contient ni codes ni noms HCAT. Choisissez une autre colonne, ou donnez la table d’EuroCrops du pays pour ses propres codes.</translation>
    </message>
    <message>
        <source>The random forest cannot be trained: no pixel of the tiles given has a label.</source>
        <translation>La forêt aléatoire ne peut pas être entraînée : aucun pixel des tuiles données n’a d’étiquette.</translation>
    </message>
    <message>
        <source>{} is not a random forest that can be read ({}). Train it again.</source>
        <translation>{} n’est pas une forêt aléatoire lisible ({}). Entraînez-la à nouveau.</translation>
    </message>
    <message>
        <source>{} is not in metres ({}). Reproject it, to the UTM zone of its place for example.</source>
        <translation>{} n’est pas en mètres ({}). Reprojetez-le, dans la zone UTM du lieu par exemple.</translation>
    </message>
    <message>
        <source>{} holds no parcels, so that nobody knows what ground it covers.</source>
        <translation>{} ne contient pas de parcelles, de sorte que personne ne sait quel sol il couvre.</translation>
    </message>
    <message>
        <source>No reference parcel lies in the area that is mapped. Choose parcels of the same place.</source>
        <translation>Aucune parcelle de référence ne se trouve dans la zone cartographiée. Choisissez des parcelles du même lieu.</translation>
    </message>
    <message>
        <source>The side of a block is a number of metres above 0.</source>
        <translation>Le côté d’un bloc est un nombre de mètres supérieur à 0.</translation>
    </message>
    <message>
        <source>The buffer between folds cannot be negative; 0 leaves no parcel out.</source>
        <translation>La bande tampon entre lots ne peut pas être négative ; 0 n’omet aucune parcelle.</translation>
    </message>
    <message>
        <source>The sides of blocks and the width of the buffer are positive numbers of metres.</source>
        <translation>Les côtés des blocs et la largeur de la bande tampon sont des nombres positifs de mètres.</translation>
    </message>
    <message>
        <source>A buffer lies between folds: say which with --blocks or --by.</source>
        <translation>Une bande tampon sépare des lots : dites lesquels avec --blocks ou --by.</translation>
    </message>
    <message>
        <source>No reference parcel counts: their crops are unknown, or they are under 0.1 ha, at the edge or too near another fold. Name the column of their crops and the table of its codes, or make the buffer narrower.</source>
        <translation>Aucune parcelle de référence ne compte : leurs cultures sont inconnues, ou elles ont moins de 0,1 ha, sont au bord ou trop près d’un autre lot. Nommez la colonne de leurs cultures et la table de ses codes, ou réduisez la bande tampon.</translation>
    </message>
    <message>
        <source>Evaluation of {}</source>
        <translation>Évaluation de {}</translation>
    </message>
    <message>
        <source>{} has no column EC_hcat_c. Score a map that Doab made, or add its codes.</source>
        <translation>{} n’a pas de colonne EC_hcat_c. Évaluez une carte faite par Doab, ou ajoutez ses codes.</translation>
    </message>
    <message>
        <source>The map {} cannot be read as a vector layer ({}). Check the file.</source>
        <translation>La carte {} ne peut pas être lue comme couche vectorielle ({}). Vérifiez le fichier.</translation>
    </message>
    <message>
        <source>how well those found overlap</source>
        <translation>à quel point les trouvées se recouvrent</translation>
    </message>
    <message>
        <source>found, against missed and invented</source>
        <translation>trouvées, face aux manquées et inventées</translation>
    </message>
    <message>
        <source>both together</source>
        <translation>les deux ensemble</translation>
    </message>
    <message>
        <source>Crops</source>
        <translation>Cultures</translation>
    </message>
    <message>
        <source>labelled pixels with their crop</source>
        <translation>pixels étiquetés avec leur culture</translation>
    </message>
    <message>
        <source>Micro recall of pixels; pixels without any parcel are errors.</source>
        <translation>Rappel micro des pixels ; les pixels sans parcelle sont des erreurs.</translation>
    </message>
    <message>
        <source>parcels with their crop</source>
        <translation>parcelles avec leur culture</translation>
    </message>
    <message>
        <source>Micro recall of parcels, by what is mapped on most of each.</source>
        <translation>Rappel micro des parcelles, selon ce qui est cartographié sur la plus grande partie de chacune.</translation>
    </message>
    <message>
        <source>parcels found, with their crop</source>
        <translation>parcelles trouvées, avec leur culture</translation>
    </message>
    <message>
        <source>A parcel is found where one that is mapped overlaps it by an IoU (shared area over joint area) of more than 0.5.</source>
        <translation>Une parcelle est trouvée là où une parcelle cartographiée la recouvre avec une IoU (surface commune sur surface réunie) de plus de 0,5.</translation>
    </message>
    <message>
        <source>Segmentation quality: the mean IoU of the parcels found. It says nothing of those missed, so read RQ with it.</source>
        <translation>Qualité de segmentation : l’IoU moyenne des parcelles trouvées. Elle ne dit rien des manquantes, lisez donc RQ avec elle.</translation>
    </message>
    <message>
        <source>Recognition quality: an F1 score.</source>
        <translation>Qualité de reconnaissance : un score F1.</translation>
    </message>
    <message>
        <source>Panoptic quality: SQ times RQ. SQ, RQ and PQ are means over classes.</source>
        <translation>Qualité panoptique : SQ fois RQ. SQ, RQ et PQ sont des moyennes sur les classes.</translation>
    </message>
    <message>
        <source>SQ, all parcels alike</source>
        <translation>SQ, toutes les parcelles confondues</translation>
    </message>
    <message>
        <source>Sums over all classes first, so that frequent crops count more.</source>
        <translation>Sommes sur toutes les classes d’abord, de sorte que les cultures fréquentes comptent plus.</translation>
    </message>
    <message>
        <source>RQ, all parcels alike</source>
        <translation>RQ, toutes les parcelles confondues</translation>
    </message>
    <message>
        <source>Sums over all classes first.</source>
        <translation>Sommes sur toutes les classes d’abord.</translation>
    </message>
    <message>
        <source>PQ, all parcels alike</source>
        <translation>PQ, toutes les parcelles confondues</translation>
    </message>
    <message>
        <source>Outlines, whatever the crop</source>
        <translation>Contours, quelle que soit la culture</translation>
    </message>
    <message>
        <source>parcels found</source>
        <translation>parcelles trouvées</translation>
    </message>
    <message>
        <source>As MR_inst, whatever the crop.</source>
        <translation>Comme MR_inst, quelle que soit la culture.</translation>
    </message>
    <message>
        <source>As SQ, whatever the crop.</source>
        <translation>Comme SQ, quelle que soit la culture.</translation>
    </message>
    <message>
        <source>As RQ, whatever the crop.</source>
        <translation>Comme RQ, quelle que soit la culture.</translation>
    </message>
    <message>
        <source>As PQ, whatever the crop.</source>
        <translation>Comme PQ, quelle que soit la culture.</translation>
    </message>
    <message>
        <source>outlines within 15 m</source>
        <translation>contours à 15 m près</translation>
    </message>
    <message>
        <source>F1 score of the pixels along true and mapped outlines.</source>
        <translation>Score F1 des pixels le long des contours vrais et cartographiés.</translation>
    </message>
    <message>
        <source>Systems side by side, percent, with 95 % intervals</source>
        <translation>Systèmes côte à côte, pour cent, avec intervalles à 95 %</translation>
    </message>
    <message>
        <source>Percent</source>
        <translation>Pour cent</translation>
    </message>
    <message>
        <source>By crop</source>
        <translation>Par culture</translation>
    </message>
    <message>
        <source>By parcel size</source>
        <translation>Par taille de parcelle</translation>
    </message>
    <message>
        <source>By number of clear dates</source>
        <translation>Par nombre de dates claires</translation>
    </message>
    <message>
        <source>MR_parcel of {}</source>
        <translation>MR_parcel de {}</translation>
    </message>
    <message>
        <source>Percent, with 95 % intervals</source>
        <translation>Pour cent, avec intervalles à 95 %</translation>
    </message>
    <message>
        <source>With their crop</source>
        <translation>Avec leur culture</translation>
    </message>
    <message>
        <source>Whatever the crop</source>
        <translation>Quelle que soit la culture</translation>
    </message>
    <message>
        <source>IoU at least</source>
        <translation>IoU d’au moins</translation>
    </message>
    <message>
        <source>Parcels found</source>
        <translation>Parcelles trouvées</translation>
    </message>
    <message>
        <source>Reliability of {}</source>
        <translation>Fiabilité de {}</translation>
    </message>
    <message>
        <source>No field</source>
        <translation>Pas de champ</translation>
    </message>
    <message>
        <source>Confusion of crops</source>
        <translation>Confusion des cultures</translation>
    </message>
    <message>
        <source>Labels flip to any crop</source>
        <translation>Étiquettes changées en n’importe quelle culture</translation>
    </message>
    <message>
        <source>Labels flip as the map confuses them</source>
        <translation>Étiquettes changées comme la carte les confond</translation>
    </message>
    <message>
        <source>A perfect map</source>
        <translation>Une carte parfaite</translation>
    </message>
    <message>
        <source>This map</source>
        <translation>Cette carte</translation>
    </message>
    <message>
        <source>Labels that are wrong</source>
        <translation>Étiquettes fausses</translation>
    </message>
    <message>
        <source>Outlines are off</source>
        <translation>Contours décalés</translation>
    </message>
    <message>
        <source>Standard deviation of outlines, pixels of 10 m</source>
        <translation>Écart-type des contours, pixels de 10 m</translation>
    </message>
    <message>
        <source>SQ of this map</source>
        <translation>SQ de cette carte</translation>
    </message>
    <message>
        <source>Mean IoU of a perfect map</source>
        <translation>IoU moyenne d’une carte parfaite</translation>
    </message>
    <message>
        <source>Parcels with an IoU over 0.5</source>
        <translation>Parcelles avec une IoU de plus de 0,5</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>{:g} % wrong</source>
        <translation>{:g} % faux</translation>
    </message>
    <message>
        <source>Best recall of each crop, percent, where labels flip as the map confuses them</source>
        <translation>Meilleur rappel de chaque culture, en pour cent, où les étiquettes changent comme la carte les confond</translation>
    </message>
    <message>
        <source>MR_parcel, percent</source>
        <translation>MR_parcel, pour cent</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation>Écart-type</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Lots</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Évaluation</translation>
    </message>
    <message>
        <source>{} reference parcels</source>
        <translation>{} parcelles de référence</translation>
    </message>
    <message>
        <source>SIMULATED.</source>
        <translation>SIMULÉ.</translation>
    </message>
    <message>
        <source>The scenes of this report were painted by a program. Its scores tell systems apart; they do not say how well real fields are mapped.</source>
        <translation>Les scènes de ce rapport ont été peintes par un programme. Ses scores distinguent des systèmes ; ils ne disent pas comment de vrais champs sont cartographiés.</translation>
    </message>
    <message>
        <source>{}: percent, with 95 % intervals</source>
        <translation>{} : pour cent, avec intervalles à 95 %</translation>
    </message>
    <message>
        <source>no interval</source>
        <translation>pas d’intervalle</translation>
    </message>
    <message>
        <source>How to read these numbers</source>
        <translation>Comment lire ces chiffres</translation>
    </message>
    <message>
        <source>Systems side by side</source>
        <translation>Systèmes côte à côte</translation>
    </message>
    <message>
        <source>All systems map the same scenes. Intervals come from drawing clusters of parcels anew (95 %). The best value of a row stands out, even where the intervals overlap.</source>
        <translation>Tous les systèmes cartographient les mêmes scènes. Les intervalles viennent de nouveaux tirages de groupes de parcelles (95 %). La meilleure valeur d’une ligne ressort, même où les intervalles se recouvrent.</translation>
    </message>
    <message>
        <source>What each part contributes</source>
        <translation>Ce qu’apporte chaque partie</translation>
    </message>
    <message>
        <source>The same network with something taken away. Below each value is the difference to the first row, in points.</source>
        <translation>Le même réseau privé de quelque chose. Sous chaque valeur, la différence avec la première ligne, en points.</translation>
    </message>
    <message>
        <source>Share of the reference parcels that one mapped parcel matches at least this well.</source>
        <translation>Part des parcelles de référence auxquelles une parcelle cartographiée correspond au moins aussi bien.</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>Calibration</translation>
    </message>
    <message>
        <source>Of the parcels mapped with a confidence of 80 %, 80 % should be right: bars should end on the dotted line. ECE, the expected calibration error, is how far they are from it on average. Pale bars rest on few parcels.</source>
        <translation>Des parcelles cartographiées avec une confiance de 80 %, 80 % devraient être justes : les barres devraient finir sur la ligne pointillée. L’ECE, l’erreur de calibration attendue, dit à quelle distance elles en sont en moyenne. Les barres pâles reposent sur peu de parcelles.</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>Confusion</translation>
    </message>
    <message>
        <source>Rows are true crops, columns mapped ones: percent of the row, and behind it how many parcels that is.</source>
        <translation>Les lignes sont les vraies cultures, les colonnes celles de la carte : pour cent de la ligne, puis le nombre de parcelles.</translation>
    </message>
    <message>
        <source>What wrong labels cost</source>
        <translation>Ce que coûtent les étiquettes fausses</translation>
    </message>
    <message>
        <source>A reference with errors keeps even a perfect map from a perfect score. The curves tell how high it can get where whole parcels carry a wrong crop or outlines are off, and what this map gets then.</source>
        <translation>Une référence erronée prive même une carte parfaite d’un score parfait. Les courbes disent jusqu’où il peut aller où des parcelles entières portent une fausse culture ou des contours sont décalés, et ce que cette carte obtient alors.</translation>
    </message>
    <message>
        <source>Confident learning takes {} % of the reference&apos;s labels for wrong.</source>
        <translation>Le confident learning tient {} % des étiquettes de la référence pour fausses.</translation>
    </message>
    <message>
        <source>Confident learning takes {} % of the reference&apos;s labels for wrong (95 % interval {} %).</source>
        <translation>Le confident learning tient {} % des étiquettes de la référence pour fausses (intervalle à 95 % : {} %).</translation>
    </message>
    <message>
        <source>Variability over folds</source>
        <translation>Variabilité entre lots</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protocole</translation>
    </message>
    <message>
        <source>Map and reference are compared as rasters of 5 m. A mapped and a reference parcel match where they have the same crop and an IoU over 0.5; scores called agnostic ask for the IoU only.</source>
        <translation>Carte et référence sont comparées comme rasters de 5 m. Une parcelle cartographiée et une de référence se correspondent si elles ont la même culture et une IoU de plus de 0,5 ; les scores « agnostic » ne demandent que l’IoU.</translation>
    </message>
    <message>
        <source>Reference parcels do not count that are under 0.1 ha, of a crop that is unknown or no class, or with half of their area or more outside the scene; mapped parcels with more than half of theirs on such ground do not, either. MR_px counts every pixel whose crop is known, and what was not mapped is an error.</source>
        <translation>Ne comptent pas les parcelles de référence de moins de 0,1 ha, d’une culture inconnue ou sans classe, ou dont la moitié de la surface ou plus est hors de la scène ; ni les parcelles cartographiées dont plus de la moitié est sur un tel sol. MR_px compte chaque pixel dont la culture est connue, et ce qui n’est pas cartographié est une erreur.</translation>
    </message>
    <message>
        <source>MR_parcel takes the crop that covers most of a reference parcel; to find no crop there counts as one.</source>
        <translation>MR_parcel prend la culture qui couvre le plus d’une parcelle de référence ; n’y trouver aucune culture compte comme une.</translation>
    </message>
    <message>
        <source>Macro scores are means over the crops in the reference. Outlines are compared within 15 m, whatever the crop.</source>
        <translation>Les scores macro sont des moyennes sur les cultures de la référence. Les contours sont comparés à 15 m près, quelle que soit la culture.</translation>
    </message>
    <message>
        <source>{}: {} parcels that count, on {:.0f} ha.</source>
        <translation>{} : {} parcelles qui comptent, sur {:.0f} ha.</translation>
    </message>
    <message>
        <source>hard scenes</source>
        <translation>scènes difficiles</translation>
    </message>
    <message>
        <source>scenes</source>
        <translation>scènes</translation>
    </message>
    <message>
        <source>{} with {:.0%} of the larger fields in parts</source>
        <translation>{} dont {:.0%} des plus grandes en plusieurs parties</translation>
    </message>
    <message>
        <source>shaped as in {}</source>
        <translation>en forme de {}</translation>
    </message>
    <message>
        <source>generated</source>
        <translation>générés</translation>
    </message>
    <message>
        <source>{} simulated {} of {} x {} pixels of 10 m, seed {}, fields {}; {} parcels count.</source>
        <translation>{} {} simulées de {} x {} pixels de 10 m, graine {}, parcelles {} ; {} parcelles comptent.</translation>
    </message>
    <message>
        <source>a parcel</source>
        <translation>une parcelle</translation>
    </message>
    <message>
        <source>a square block of {:g} m</source>
        <translation>un bloc carré de {:g} m</translation>
    </message>
    <message>
        <source>all parcels with the same {}</source>
        <translation>toutes les parcelles de même {}</translation>
    </message>
    <message>
        <source>The reference is incomplete: what lies outside its parcels is not judged.</source>
        <translation>La référence est incomplète : ce qui est hors de ses parcelles n’est pas jugé.</translation>
    </message>
    <message>
        <source>Parcels nearer than {:g} m to another fold are left out.</source>
        <translation>Les parcelles à moins de {:g} m d’un autre lot sont omises.</translation>
    </message>
    <message>
        <source>Confident learning takes the map&apos;s probabilities as told by somebody who did not learn from this reference, which holds unless the model was trained on it.</source>
        <translation>Le confident learning prend les probabilités de la carte pour celles de quelqu’un qui n’a pas appris de cette référence, ce qui est vrai sauf si le modèle a été entraîné avec elle.</translation>
    </message>
    <message>
        <source>The scenes are painted by {}; the same come from: {}</source>
        <translation>Les scènes sont peintes par {} ; les mêmes viennent de : {}</translation>
    </message>
    <message>
        <source>a scene</source>
        <translation>une scène</translation>
    </message>
    <message>
        <source>Intervals are 95 % of 1000 draws of clusters with replacement, where a cluster is {}.</source>
        <translation>Les intervalles sont à 95 % sur 1000 tirages avec remise de groupes, où un groupe est {}.</translation>
    </message>
    <message>
        <source>Dense heads and queries alone are divided into parcels with thresholds of their own.</source>
        <translation>Les têtes denses et les requêtes seules sont divisées en parcelles avec leurs propres seuils.</translation>
    </message>
    <message>
        <source>The random forest learned from {}.</source>
        <translation>La forêt aléatoire a appris de {}.</translation>
    </message>
    <message>
        <source>Share that is right</source>
        <translation>Part juste</translation>
    </message>
    <message>
        <source>The coordinates of {} do not fit its coordinate reference system. Assign the right one.</source>
        <translation>Les coordonnées de {} ne correspondent pas à son système de coordonnées. Attribuez le bon.</translation>
    </message>
    <message>
        <source>Nothing can be written to {}. Give a folder, or a URL of a store, such as s3://BUCKET/FOLDER.</source>
        <translation>Rien ne peut être écrit vers {}. Donnez un dossier, ou l’URL d’un stockage, comme s3://BUCKET/DOSSIER.</translation>
    </message>
    <message>
        <source>{} cannot be written to ({}). Check the address, and what gives access to it.</source>
        <translation>Impossible d’écrire vers {} ({}). Vérifiez l’adresse et ce qui y donne accès.</translation>
    </message>
    <message>
        <source>{} What was to be written is complete in {}: copy it there.</source>
        <translation>{} Ce qui devait être écrit est complet dans {} : copiez-le de là.</translation>
    </message>
    <message>
        <source>{} is no file on a disk, and a GeoPackage is a database, which needs one. Give a local file, and the URL of a folder with --geoparquet; or copy the file there when it is complete.</source>
        <translation>{} n’est pas un fichier sur disque, et un GeoPackage est une base de données, qui en a besoin. Donnez un fichier local, et l’URL d’un dossier avec --geoparquet ; ou copiez-y le fichier une fois complet.</translation>
    </message>
    <message>
        <source>The reference frame {} has {} × {} pixels of 10 m, in which no field is seen. Give a larger image.</source>
        <translation>L’image de référence {} a {} × {} pixels de 10 m, où aucun champ ne se voit. Donnez une image plus grande.</translation>
    </message>
    <message>
        <source>Nothing was used of {}: {}.</source>
        <translation>Rien n’a été utilisé de {} : {}.</translation>
    </message>
    <message>
        <source>the elevation model</source>
        <translation>le modèle d’élévation</translation>
    </message>
    <message>
        <source>it lies outside the mapped ground</source>
        <translation>il se trouve hors de la surface cartographiée</translation>
    </message>
    <message>
        <source>it cannot be read there</source>
        <translation>il n’y est pas lisible</translation>
    </message>
    <message>
        <source>it has no data on the mapped ground</source>
        <translation>il n’a pas de données sur la surface cartographiée</translation>
    </message>
    <message>
        <source>its mask of clouds lies outside the mapped ground; replace it or leave it out</source>
        <translation>son masque de nuages se trouve hors de la surface cartographiée ; remplacez-le ou omettez-le</translation>
    </message>
    <message>
        <source>clouds, or the mask of clouds, cover all of the mapped ground</source>
        <translation>les nuages, ou le masque de nuages, couvrent toute la surface cartographiée</translation>
    </message>
    <message>
        <source>All crops</source>
        <translation>Toutes les cultures</translation>
    </message>
    <message>
        <source>{:g} to {:g} dates</source>
        <translation>{:g} à {:g} dates</translation>
    </message>
    <message>
        <source>{:g} dates or more</source>
        <translation>{:g} dates ou plus</translation>
    </message>
    <message>
        <source>{:g} to {:g} ha</source>
        <translation>{:g} à {:g} ha</translation>
    </message>
    <message>
        <source>{:g} ha or more</source>
        <translation>{:g} ha ou plus</translation>
    </message>
    <message>
        <source>The network of the model “{}” is built differently at {}.</source>
        <translation>Le réseau du modèle « {} » est construit autrement à {}.</translation>
    </message>
    <message>
        <source>{}: {} dates, each usable on {} of the mapped ground</source>
        <translation>{} : {} dates, chacune utilisable sur {} de la surface cartographiée</translation>
    </message>
    <message>
        <source>{}: {} dates, usable on {} to {} of the mapped ground (the least: {})</source>
        <translation>{} : {} dates, utilisables sur {} à {} de la surface cartographiée (le moins : {})</translation>
    </message>
    <message>
        <source>{}: usable on {} of the mapped ground</source>
        <translation>{} : utilisable sur {} de la surface cartographiée</translation>
    </message>
    <message>
        <source>The folder of the trained model</source>
        <translation>Le dossier du modèle entraîné</translation>
    </message>
    <message>
        <source>The number of training steps</source>
        <translation>Le nombre de pas d’entraînement</translation>
    </message>
    <message>
        <source>{} cannot be read: {}:// is none of {}.</source>
        <translation>{} ne peut pas être lu : {}:// n’est aucun de {}.</translation>
    </message>
    <message>
        <source>{} names an account. Write az://CONTAINER/PATH, and the account into {}.</source>
        <translation>{} nomme un compte. Écrivez az://CONTAINER/CHEMIN, et le compte dans {}.</translation>
    </message>
    <message>
        <source>{} is no file of this computer. Write file:///PATH, or the path alone.</source>
        <translation>{} n’est pas un fichier de cet ordinateur. Écrivez file:///CHEMIN, ou le chemin seul.</translation>
    </message>
    <message>
        <source>For {}, a Python package is missing ({}). Install it: fsspec, and the one of that store.</source>
        <translation>Pour {}, un paquet Python manque ({}). Installez fsspec et celui de ce stockage.</translation>
    </message>
    <message>
        <source>{} is no URL that fsspec knows ({}).</source>
        <translation>{} n’est pas une URL que fsspec connaît ({}).</translation>
    </message>
    <message>
        <source>{} holds more than {} files. Name a folder in it.</source>
        <translation>{} contient plus de {} fichiers. Donnez un dossier qui s’y trouve.</translation>
    </message>
    <message>
        <source>{} does not answer as expected ({}). Check the address, and what gives access to it.</source>
        <translation>{} ne répond pas comme attendu ({}). Vérifiez l’adresse et ce qui y donne accès.</translation>
    </message>
    <message>
        <source>This folder cannot be listed. Make it readable, or leave it out.</source>
        <translation>Ce dossier ne peut pas être listé. Rendez-le lisible, ou omettez-le.</translation>
    </message>
    <message>
        <source>This Sentinel-2 product lacks its images or its date, or its metadata are damaged. Download it again.</source>
        <translation>À ce produit Sentinel-2 manquent ses images ou sa date, ou ses métadonnées sont endommagées. Téléchargez-le à nouveau.</translation>
    </message>
    <message>
        <source>The area to map is smaller than a pixel of 10 m. Choose a larger one.</source>
        <translation>La zone est plus petite qu’un pixel de 10 m. Choisissez-en une plus grande.</translation>
    </message>
    <message>
        <source>This data cube cannot be read: {} Save it in small chunks with Zstandard and no shards, or as NetCDF.</source>
        <translation>Ce cube de données ne peut pas être lu : {} Enregistrez-le en petits morceaux avec Zstandard et sans shards, ou en NetCDF.</translation>
    </message>
    <message>
        <source>This by-product of Sentinel images holds none of their bands. It is not used.</source>
        <translation>Ce sous-produit d’images Sentinel ne contient aucune de leurs bandes. Il n’est pas utilisé.</translation>
    </message>
    <message>
        <source>This raster holds complex numbers, no heights. Give another DEM.</source>
        <translation>Ce raster contient des nombres complexes, pas d’altitudes. Donnez un autre MNT.</translation>
    </message>
    <message>
        <source>A STAC item is read with the images beside it. Give its folder.</source>
        <translation>Un item STAC se lit avec les images à côté. Donnez son dossier.</translation>
    </message>
    <message>
        <source>Archives, data cubes and virtual rasters are read from disks only. Give the images, or download it.</source>
        <translation>Les archives, cubes de données et rasters virtuels ne se lisent que sur disque. Donnez les images, ou téléchargez-le.</translation>
    </message>
    <message>
        <source>This archive cannot be opened; it may be damaged. Download it again or leave it out.</source>
        <translation>Cette archive ne peut pas être ouverte ; elle est peut-être endommagée. Téléchargez-la à nouveau ou omettez-la.</translation>
    </message>
    <message>
        <source>This archive has {} files, too many. Unpack it and give the folder.</source>
        <translation>Cette archive a {} fichiers, trop. Décompressez-la et donnez le dossier.</translation>
    </message>
    <message>
        <source>This archive is encrypted. Unpack it and give the folder.</source>
        <translation>Cette archive est chiffrée. Décompressez-la et donnez le dossier.</translation>
    </message>
    <message>
        <source>The metadata of the product in this archive are too large; it may be damaged. Download it again.</source>
        <translation>Les métadonnées du produit dans cette archive sont trop volumineuses ; elle est peut-être endommagée. Téléchargez-la à nouveau.</translation>
    </message>
    <message>
        <source>The values of this radar image, {} in the middle, are neither decibels nor linear, and as calibrated amplitude they would be {} dB, darker than land. Calibrate the image to sigma0 or gamma0, or say what they are.</source>
        <translation>Les valeurs de cette image radar, {} au milieu, ne sont ni des décibels ni linéaires, et comme amplitude calibrée elles feraient {} dB, plus sombre que la terre. Calibrez l’image en sigma0 ou gamma0, ou dites ce qu’elles sont.</translation>
    </message>
    <message>
        <source>{} is damaged.</source>
        <translation>{} est endommagé.</translation>
    </message>
    <message>
        <source>Its values are of the type {}.</source>
        <translation>Ses valeurs sont du type {}.</translation>
    </message>
    <message>
        <source>It is stored with {}.</source>
        <translation>Il est stocké avec {}.</translation>
    </message>
    <message>
        <source>This data cube has no array {}.</source>
        <translation>Ce cube de données n’a pas de tableau {}.</translation>
    </message>
    <message>
        <source>It is stored in chunks of {} MB.</source>
        <translation>Il est stocké en morceaux de {} Mo.</translation>
    </message>
    <message>
        <source>A simulated scene needs an even size of at least {} pixels; {} is not.</source>
        <translation>Une scène simulée a besoin d’une taille paire d’au moins {} pixels ; {} n’en est pas une.</translation>
    </message>
    <message>
        <source>{} already holds another scene ({}); choose an empty folder.</source>
        <translation>{} contient déjà une autre scène ({}) ; choisissez un dossier vide.</translation>
    </message>
    <message>
        <source>None of the parcels of {} lies in the images. Choose images and parcels of the same place.</source>
        <translation>Aucune des parcelles de {} ne se trouve dans les images. Choisissez des images et des parcelles du même lieu.</translation>
    </message>
    <message>
        <source>The parcels of {} in the images have fewer than two crops that are understood. {}</source>
        <translation>Les parcelles de {} dans les images ont moins de deux cultures reconnues. {}</translation>
    </message>
    <message>
        <source>Encoding tiles</source>
        <translation>Encodage des tuiles</translation>
    </message>
    <message>
        <source>No parcel that is large enough to learn from lies outside the squares that are held out.</source>
        <translation>Aucune parcelle assez grande pour apprendre ne se trouve hors des carrés mis de côté.</translation>
    </message>
    <message>
        <source>Scoring the model as it is</source>
        <translation>Évaluation du modèle tel quel</translation>
    </message>
    <message>
        <source>Scoring what was trained</source>
        <translation>Évaluation de ce qui a été entraîné</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entraînement</translation>
    </message>
    <message>
        <source>The {} declared parcels in the images lie too close together: whole squares of {:.0f} m are held out for the scores, and {} with parcels are needed. Give more parcels.</source>
        <translation>Les {} parcelles déclarées dans les images sont trop proches : des carrés entiers de {:.0f} m sont mis de côté pour les scores, et il en faut {} avec des parcelles. Donnez plus de parcelles.</translation>
    </message>
    <message>
        <source>No held-out parcel has a crop of the model. Give more parcels, or other crop codes.</source>
        <translation>Aucune parcelle mise de côté n’a une culture du modèle. Donnez plus de parcelles, ou d’autres codes de culture.</translation>
    </message>
    <message>
        <source>The export ended without a result. The log says more.</source>
        <translation>L’export s’est terminé sans résultat. Le journal en dit plus.</translation>
    </message>
    <message>
        <source>the parcels of “{}”, which were in no file</source>
        <translation>les parcelles de « {} », qui n’étaient dans aucun fichier</translation>
    </message>
    <message>
        <source>{} is no name of a run.</source>
        <translation>{} n’est pas un nom de traitement.</translation>
    </message>
    <message>
        <source>{} is no way in which a run ends.</source>
        <translation>{} n’est pas une fin de traitement.</translation>
    </message>
    <message>
        <source>{} is no date and time.</source>
        <translation>{} n’est pas une date avec heure.</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>en cours</translation>
    </message>
    <message>
        <source>done</source>
        <translation>terminé</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échoué</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>annulé</translation>
    </message>
    <message>
        <source>cut off</source>
        <translation>interrompu</translation>
    </message>
    <message>
        <source>{} · {} sources</source>
        <translation>{} · {} sources</translation>
    </message>
    <message>
        <source>{} sources</source>
        <translation>{} sources</translation>
    </message>
    <message>
        <source>whole scene</source>
        <translation>scène entière</translation>
    </message>
    <message>
        <source>{} ha</source>
        <translation>{} ha</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatique</translation>
    </message>
    <message>
        <source>all dates</source>
        <translation>toutes les dates</translation>
    </message>
    <message>
        <source>{} (automatic)</source>
        <translation>{} (automatique)</translation>
    </message>
    <message>
        <source>the one that comes with Doab</source>
        <translation>celui fourni avec Doab</translation>
    </message>
    <message>
        <source>Added: {}.</source>
        <translation>Ajoutées : {}.</translation>
    </message>
    <message>
        <source>Does not grow here: {}.</source>
        <translation>Ne pousse pas ici : {}.</translation>
    </message>
    <message>
        <source>The classes of the model.</source>
        <translation>Les classes du modèle.</translation>
    </message>
    <message>
        <source>Crops are understood of {} of {} features: {} different ones.</source>
        <translation>Cultures reconnues pour {} des {} entités : {} différentes.</translation>
    </message>
    <message>
        <source>Not understood: {}.</source>
        <translation>Non reconnues : {}.</translation>
    </message>
    <message>
        <source>The score does not become better. Label more parcels before you accept.</source>
        <translation>Le score ne s’améliore pas. Donnez leur culture à plus de parcelles avant d’accepter.</translation>
    </message>
    <message>
        <source>The trained model of the region is in {}. Choose it in step 3, under Advanced, for later runs.</source>
        <translation>Le modèle entraîné de la région est dans {}. Choisissez-le à l’étape 3, sous Avancé, pour les traitements suivants.</translation>
    </message>
    <message>
        <source>Outlines (panoptic quality): {} → &lt;b&gt;{}&lt;/b&gt;</source>
        <translation>Contours (qualité panoptique) : {} → &lt;b&gt;{}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Learned from {} parcels. Scores of {} others, in {} squares that were held out, before → after:</source>
        <translation>Appris de {} parcelles. Scores de {} autres, dans {} carrés mis de côté, avant → après :</translation>
    </message>
    <message>
        <source>New crops: {}</source>
        <translation>Nouvelles cultures : {}</translation>
    </message>
    <message>
        <source>Step 3 takes the trained model in {} from now on.</source>
        <translation>L’étape 3 prend désormais le modèle entraîné dans {}.</translation>
    </message>
    <message>
        <source>Teach it your region</source>
        <translation>Apprendre la région</translation>
    </message>
    <message>
        <source>my region</source>
        <translation>ma région</translation>
    </message>
    <message>
        <source>Folder of the trained model</source>
        <translation>Dossier du modèle entraîné</translation>
    </message>
    <message>
        <source>Train on your own parcels</source>
        <translation>Entraîner sur vos parcelles</translation>
    </message>
    <message>
        <source>In brackets: the share of the mapped ground with usable values.</source>
        <translation>Entre parenthèses : la part de la surface cartographiée avec des valeurs utilisables.</translation>
    </message>
    <message>
        <source>Unlike what the model knows</source>
        <translation>Différent de ce que le modèle connaît</translation>
    </message>
    <message>
        <source>Why it has no crop</source>
        <translation>Pourquoi elle n’a pas de culture</translation>
    </message>
    <message>
        <source>Print layout of the parcels</source>
        <translation>Mise en page des parcelles</translation>
    </message>
    <message>
        <source>Learn from labelled parcels</source>
        <translation>Apprendre à partir de parcelles étiquetées</translation>
    </message>
    <message>
        <source>Teach a result its region, from corrected parcels or from a layer of known fields</source>
        <translation>Apprendre sa région à un résultat, à partir de parcelles corrigées ou d’une couche de parcelles connues</translation>
    </message>
    <message>
        <source>training,adaptation,classification,region,corrections,survey,lpis,eurocrops,crops</source>
        <translation>entraînement,adaptation,classification,région,corrections,enquête,lpis,rpg,eurocrops,cultures</translation>
    </message>
    <message>
        <source>Learns the crops of a region from some of its parcels, and gives the other parcels of a result of “Map field parcels” their new crops. Parcels that an analyst decided about stay as they are. The file of the result is changed; the box “Teach it your region” of the panel undoes that.

Scores before and after are cross-validated over spatial blocks and stand in the log. With “Preview only” nothing is changed.</source>
        <translation>Apprend les cultures d’une région à partir de quelques-unes de ses parcelles, et donne leurs nouvelles cultures aux autres parcelles d’un résultat de « Cartographier les parcelles agricoles ». Les parcelles dont quelqu’un a décidé restent telles quelles. Le fichier du résultat est modifié ; le cadre « Apprendre la région » du panneau l’annule.

Les scores avant et après sont validés par croisement sur des blocs spatiaux et figurent dans le journal. Avec « Aperçu seulement », rien n’est changé.</translation>
    </message>
    <message>
        <source>A result of “Map field parcels” without unsaved edits.</source>
        <translation>Un résultat de « Cartographier les parcelles agricoles » sans modifications non enregistrées.</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Cultures connues</translation>
    </message>
    <message>
        <source>Polygons or points whose crop is known, such as your own survey, LPIS or EuroCrops. Empty: the parcels of the result that an analyst corrected or accepted.</source>
        <translation>Polygones ou points dont la culture est connue, comme votre propre enquête, le RPG (LPIS) ou EuroCrops. Vide : les parcelles du résultat que quelqu’un a corrigées ou acceptées.</translation>
    </message>
    <message>
        <source>Holds HCAT codes or names, or national codes. Empty: a column with a name of EuroCrops.</source>
        <translation>Contient des codes ou noms HCAT, ou des codes nationaux. Vide : une colonne portant un nom d’EuroCrops.</translation>
    </message>
    <message>
        <source>Translates national codes to HCAT.</source>
        <translation>Traduit les codes nationaux en HCAT.</translation>
    </message>
    <message>
        <source>Preview only</source>
        <translation>Aperçu seulement</translation>
    </message>
    <message>
        <source>Compute the scores and what would change, and leave the result as it is.</source>
        <translation>Calculer les scores et ce qui changerait, et laisser le résultat tel quel.</translation>
    </message>
    <message>
        <source>Parcels that were learned from</source>
        <translation>Parcelles dont on a appris</translation>
    </message>
    <message>
        <source>Parcels with another crop</source>
        <translation>Parcelles dont la culture change</translation>
    </message>
    <message>
        <source>HCAT codes or names, separated by commas.</source>
        <translation>Codes ou noms HCAT, séparés par des virgules.</translation>
    </message>
    <message>
        <source>Crops to add</source>
        <translation>Cultures à ajouter</translation>
    </message>
    <message>
        <source>Crops that the model lacks, beside those that the labels show five times or more.</source>
        <translation>Cultures que le modèle n’a pas, outre celles qui apparaissent au moins cinq fois.</translation>
    </message>
    <message>
        <source>Crops that do not grow there</source>
        <translation>Cultures qui n’y poussent pas</translation>
    </message>
    <message>
        <source>No parcel gets one of these.</source>
        <translation>Aucune parcelle n’en reçoit une.</translation>
    </message>
    <message>
        <source>Regional model</source>
        <translation>Modèle régional</translation>
    </message>
    <message>
        <source>A folder for a trained model of the region, for later runs. An older one there is replaced.</source>
        <translation>Un dossier pour un modèle entraîné de la région, pour les traitements suivants. Un plus ancien y est remplacé.</translation>
    </message>
    <message>
        <source>Model of the result</source>
        <translation>Modèle du résultat</translation>
    </message>
    <message>
        <source>The trained model that the result was mapped with. Empty for the one that comes with Doab.</source>
        <translation>Le modèle entraîné avec lequel le résultat a été cartographié. Vide : celui fourni avec Doab.</translation>
    </message>
    <message>
        <source>Labelled parcels: {} ({})</source>
        <translation>Parcelles étiquetées : {} ({})</translation>
    </message>
    <message>
        <source>Mean recall of crops: {} → {}</source>
        <translation>Rappel moyen des cultures : {} → {}</translation>
    </message>
    <message>
        <source>Parcels with their crop: {} → {}</source>
        <translation>Parcelles avec leur culture : {} → {}</translation>
    </message>
    <message>
        <source>The score does not become better: more labels are needed.</source>
        <translation>Le score ne s’améliore pas : il faut plus de parcelles étiquetées.</translation>
    </message>
    <message>
        <source>The regional model is in {}</source>
        <translation>Le modèle régional est dans {}</translation>
    </message>
    <message>
        <source>Use the model outside its region</source>
        <translation>Utiliser le modèle hors de sa région</translation>
    </message>
    <message>
        <source>A model that was adapted to a region maps elsewhere only with this.</source>
        <translation>Un modèle adapté à une région ne cartographie ailleurs qu’avec cela.</translation>
    </message>
    <message>
        <source>Map field parcels by area</source>
        <translation>Cartographier les parcelles agricoles par zone</translation>
    </message>
    <message>
        <source>Map field parcels with their crops within each polygon of a layer, one GeoPackage a polygon</source>
        <translation>Cartographier les parcelles et leurs cultures dans chaque polygone d’une couche, un GeoPackage par polygone</translation>
    </message>
    <message>
        <source>Does the same as “Map field parcels” once for each polygon, such as those of municipalities: one run and one GeoPackage per area. The images are recognised once. Every area gets the reference date that suits it best, unless you name one.

An area whose file exists already is passed over, so that a batch that was stopped goes on where it was. An area that cannot be mapped is reported, and the others are mapped.

Contains modified Copernicus Sentinel data.</source>
        <translation>Fait la même chose que « Cartographier les parcelles agricoles » une fois par polygone, comme ceux de communes : un traitement et un GeoPackage par zone. Les images sont reconnues une seule fois. Chaque zone reçoit la date de référence qui lui convient le mieux, sauf si vous en nommez une.

Une zone dont le fichier existe déjà est passée, de sorte qu’un lot arrêté reprend où il en était. Une zone qui ne peut pas être cartographiée est signalée, et les autres sont cartographiées.

Contient des données Copernicus Sentinel modifiées.</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>Zones</translation>
    </message>
    <message>
        <source>Polygons, all of the layer or those that are selected. Parcels end at their outlines.</source>
        <translation>Polygones, tous ceux de la couche ou ceux qui sont sélectionnés. Les parcelles s’arrêtent à leurs contours.</translation>
    </message>
    <message>
        <source>Name of the areas</source>
        <translation>Nom des zones</translation>
    </message>
    <message>
        <source>The column whose values become the names of the files; numbers where it is left empty.</source>
        <translation>La colonne dont les valeurs nomment les fichiers ; des numéros si elle reste vide.</translation>
    </message>
    <message>
        <source>Open the results</source>
        <translation>Ouvrir les résultats</translation>
    </message>
    <message>
        <source>Add the parcels of each area to the project.</source>
        <translation>Ajouter les parcelles de chaque zone au projet.</translation>
    </message>
    <message>
        <source>Folder of the parcels</source>
        <translation>Dossier des parcelles</translation>
    </message>
    <message>
        <source>The folder in which each area gets its GeoPackage.</source>
        <translation>Le dossier où chaque zone reçoit son GeoPackage.</translation>
    </message>
    <message>
        <source>Parcels of all areas</source>
        <translation>Parcelles de toutes les zones</translation>
    </message>
    <message>
        <source>Number of areas that were mapped</source>
        <translation>Nombre de zones cartographiées</translation>
    </message>
    <message>
        <source>Number of areas that failed</source>
        <translation>Nombre de zones en échec</translation>
    </message>
    <message>
        <source>Choose a layer of polygons that has features, or select some of them.</source>
        <translation>Choisissez une couche de polygones qui a des entités, ou sélectionnez-en quelques-unes.</translation>
    </message>
    <message>
        <source>{} is no folder. Choose another one for the parcels.</source>
        <translation>{} n’est pas un dossier. Choisissez-en un autre pour les parcelles.</translation>
    </message>
    <message>
        <source>Area {} of {}: {}</source>
        <translation>Zone {} sur {} : {}</translation>
    </message>
    <message>
        <source>{} exists already and is left as it is.</source>
        <translation>{} existe déjà et reste tel quel.</translation>
    </message>
    <message>
        <source>The area has no outline.</source>
        <translation>La zone n’a pas de contour.</translation>
    </message>
    <message>
        <source>No area was mapped. {}</source>
        <translation>Aucune zone n’a été cartographiée. {}</translation>
    </message>
    <message>
        <source>area {}</source>
        <translation>zone {}</translation>
    </message>
    <message>
        <source>There are no parcels in this project yet. Map some, or open the GeoPackage of an earlier run.</source>
        <translation>Il n’y a pas encore de parcelles dans ce projet. Cartographiez-en, ou ouvrez le GeoPackage d’un traitement précédent.</translation>
    </message>
    <message>
        <source>Parcels: {}</source>
        <translation>Parcelles : {}</translation>
    </message>
    <message>
        <source>Field parcels: {}</source>
        <translation>Parcelles : {}</translation>
    </message>
    <message>
        <source>Sentinel-2 images: {}, from {} to {}.</source>
        <translation>Images Sentinel-2 : {}, du {} au {}.</translation>
    </message>
    <message>
        <source>Outlines as on {}.</source>
        <translation>Contours comme le {}.</translation>
    </message>
    <message>
        <source>Contains modified Copernicus Sentinel data. Mapped by Doab.</source>
        <translation>Contient des données Copernicus Sentinel modifiées. Cartographié avec Doab.</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Reference frame</source>
        <translation>Image de référence</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>Map with it all the same?</source>
        <translation>Cartographier quand même avec lui ?</translation>
    </message>
    <message>
        <source>Trained for another region</source>
        <translation>Entraîné pour une autre région</translation>
    </message>
    <message>
        <source>Open field parcels</source>
        <translation>Ouvrir des parcelles</translation>
    </message>
    <message>
        <source>The run of {} has no result.</source>
        <translation>Le traitement du {} n’a pas de résultat.</translation>
    </message>
    <message>
        <source>{} cannot be opened: {}</source>
        <translation>{} ne peut pas être ouvert : {}</translation>
    </message>
    <message>
        <source>Warning: {}</source>
        <translation>Avertissement : {}</translation>
    </message>
    <message>
        <source>Done: {} parcels in {}</source>
        <translation>Terminé : {} parcelles en {}</translation>
    </message>
    <message>
        <source>Failed: {}</source>
        <translation>Échec : {}</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Annulé.</translation>
    </message>
    <message>
        <source>The run ended without a result. The log says more.</source>
        <translation>Le traitement s’est terminé sans résultat. Le journal en dit plus.</translation>
    </message>
    <message>
        <source>What the numbers mean</source>
        <translation>Ce que disent les chiffres</translation>
    </message>
    <message>
        <source>the crops of this map are unlike those that the model {} expects</source>
        <translation>les cultures de cette carte ne ressemblent pas à celles que le modèle {} attend</translation>
    </message>
    <message>
        <source>the fields of this scene are unlike those that the model {} learned from, and their crops uncertain</source>
        <translation>les champs de cette scène ne ressemblent pas à ceux dont le modèle {} a appris, et leurs cultures sont incertaines</translation>
    </message>
    <message>
        <source>All confidences were lowered: {}. Labels of some parcels teach it the region.</source>
        <translation>Toutes les confiances ont été abaissées : {}. Des étiquettes pour quelques parcelles lui apprennent la région.</translation>
    </message>
    <message>
        <source>Training the queries</source>
        <translation>Entraînement des requêtes</translation>
    </message>
    <message>
        <source>QGIS cannot transform from or to {} any more. Save the project, start QGIS anew and try again.</source>
        <translation>QGIS ne peut plus transformer depuis ou vers {}. Enregistrez le projet, redémarrez QGIS et réessayez.</translation>
    </message>
    <message>
        <source>{} parcels lose a crop that no label has: label some parcels of every crop that grows here.</source>
        <translation>{} parcelles perdent une culture qu’aucune étiquette ne porte : étiquetez quelques parcelles de chaque culture qui pousse ici.</translation>
    </message>
    <message>
        <source>The ablation withholds inputs at test time; the network was not trained again without them. With one date only it sees nothing but the reference frame; without latents or the cell map, what these know of time is set to zero. Queries without latents in the decoder know of time from the pyramid alone; without refinement their first masks and crops count.</source>
        <translation>L’ablation retient des entrées au moment du test ; le réseau n’a pas été réentraîné sans elles. Avec une seule date il ne voit que l’image de référence ; sans latents ou sans la carte des cellules, ce qu’ils savent du temps est mis à zéro. Les requêtes sans latents dans le décodeur ne connaissent le temps que par la pyramide ; sans affinage leurs premiers masques et cultures comptent.</translation>
    </message>
    <message>
        <source>The score did not become better. Undo gives the parcels their former crops; label more of them.</source>
        <translation>La note ne s’est pas améliorée. Annuler rend aux parcelles leurs cultures d’avant ; étiquetez-en davantage.</translation>
    </message>
    <message>
        <source>other changes: {}</source>
        <translation>autres changements : {}</translation>
    </message>
    <message>
        <source>mean recall of crops</source>
        <translation>rappel moyen des cultures</translation>
    </message>
    <message>
        <source>outlines</source>
        <translation>contours</translation>
    </message>
    <message>
        <source>Worse than before: {}.</source>
        <translation>Moins bon qu’avant : {}.</translation>
    </message>
    <message>
        <source>No score is better than before.</source>
        <translation>Aucune note n’est meilleure qu’avant.</translation>
    </message>
    <message>
        <source>Step 3 keeps the model that it has. The trained one is in {}; you can choose it there under Advanced.</source>
        <translation>L’étape 3 garde son modèle. Celui qui a été entraîné est dans {} ; vous pouvez l’y choisir sous Avancé.</translation>
    </message>
    <message>
        <source>Changed images are all Sentinel-2 dates with the named bands alone, or with their reflectance times the gain or to the power of gamma; which ground they show clearly is decided before.</source>
        <translation>Les images modifiées sont toutes les dates Sentinel-2 avec les seules bandes nommées, ou avec leur réflectance multipliée par le gain ou élevée à la puissance gamma ; le sol qu’elles montrent sans nuage est décidé avant.</translation>
    </message>
    <message>
        <source>Only {} of {} parcels of “{}” could be read. Its file may be in use just now; try again.</source>
        <translation>Seules {} parcelles sur {} de « {} » ont pu être lues. Le fichier est peut-être en cours d’utilisation ; réessayez.</translation>
    </message>
    <message>
        <source>Confidence {} %, right {} %, {:,} parcels</source>
        <translation>Confiance {} %, justes {} %, {:,} parcelles</translation>
    </message>
    <message>
        <source>{} mapped as {}: {:,.0f} of {:,.0f} ({} %)</source>
        <translation>{} cartographié comme {} : {:,.0f} sur {:,.0f} ({} %)</translation>
    </message>
    <message>
        <source>{} at {}: {} %</source>
        <translation>{} à {} : {} %</translation>
    </message>
</context>
<context>
    <name>AcquisitionsView</name>
    <message>
        <source>What is known of the selected row, and where it was found</source>
        <translation>Ce que l’on sait de la ligne sélectionnée, et d’où cela vient</translation>
    </message>
    <message>
        <source>Select a row to see where each fact comes from, or to correct it. Facts in &lt;i&gt;italics&lt;/i&gt; are assumed, those in &lt;b&gt;bold&lt;/b&gt; were set by you.</source>
        <translation>Sélectionnez une ligne pour voir l’origine de chaque information ou la corriger. En &lt;i&gt;italique&lt;/i&gt; : supposé ; en &lt;b&gt;gras&lt;/b&gt; : fixé par vous.</translation>
    </message>
    <message>
        <source>{} rows are selected.</source>
        <translation>{} lignes sont sélectionnées.</translation>
    </message>
    <message>
        <source>Correct…</source>
        <translation>Corriger…</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>Les écarter</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Écarter</translation>
    </message>
</context>
<context>
    <name>AreaChart</name>
    <message>
        <source>{}: {} ha (parcels: {}). Expected from the probabilities of all parcels: {} ha.</source>
        <translation>{} : {} ha (parcelles : {}). Attendu d’après les probabilités de toutes les parcelles : {} ha.</translation>
    </message>
</context>
<context>
    <name>AreaWidget</name>
    <message>
        <source>The part of the images to map</source>
        <translation>La partie des images à cartographier</translation>
    </message>
    <message>
        <source>Whole scene</source>
        <translation>Scène entière</translation>
    </message>
    <message>
        <source>Map view</source>
        <translation>Vue de la carte</translation>
    </message>
    <message>
        <source>Extent of a layer</source>
        <translation>Emprise d’une couche</translation>
    </message>
    <message>
        <source>Selected features of a layer</source>
        <translation>Entités sélectionnées</translation>
    </message>
    <message>
        <source>Drawn on the map</source>
        <translation>Dessinée sur la carte</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>Dessiner</translation>
    </message>
    <message>
        <source>Drag a rectangle in the map, or click the corners of a polygon and end it with the right button; Esc gives up</source>
        <translation>Tracez un rectangle sur la carte, ou cliquez les sommets d’un polygone et terminez par un clic droit ; Échap abandonne</translation>
    </message>
    <message>
        <source>Choose the layer whose extent to map in step 3.</source>
        <translation>Choisissez à l’étape 3 la couche dont l’emprise est à cartographier.</translation>
    </message>
    <message>
        <source>Select the polygons to map within, or choose another area in step 3.</source>
        <translation>Sélectionnez les polygones à cartographier, ou choisissez une autre zone à l’étape 3.</translation>
    </message>
    <message>
        <source>Draw the area on the map, or choose another one in step 3.</source>
        <translation>Dessinez la zone sur la carte, ou choisissez-en une autre à l’étape 3.</translation>
    </message>
    <message>
        <source>The layer whose selected features are mapped</source>
        <translation>La couche dont les entités sélectionnées sont cartographiées</translation>
    </message>
    <message>
        <source>The layer whose extent is mapped</source>
        <translation>La couche dont l’emprise est cartographiée</translation>
    </message>
    <message>
        <source>{} selected; parcels end at their outlines.</source>
        <translation>{} sélectionnée(s) ; les parcelles s’arrêtent à leurs contours.</translation>
    </message>
    <message>
        <source>Drag a rectangle, or click corners and end with the right button.</source>
        <translation>Tracez un rectangle, ou cliquez des sommets et terminez par un clic droit.</translation>
    </message>
    <message>
        <source>Parcels end at the outline.</source>
        <translation>Les parcelles s’arrêtent au contour.</translation>
    </message>
</context>
<context>
    <name>BundleWidget</name>
    <message>
        <source>the one that comes with Doab</source>
        <translation>celui fourni avec Doab</translation>
    </message>
    <message>
        <source>A trained model (its folder or zip); empty for the one that comes with Doab</source>
        <translation>Un modèle entraîné (son dossier ou son zip) ; vide pour celui fourni avec Doab</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Dossier…</translation>
    </message>
    <message>
        <source>Zip…</source>
        <translation>Zip…</translation>
    </message>
    <message>
        <source>Look for another trained model</source>
        <translation>Chercher un autre modèle entraîné</translation>
    </message>
    <message>
        <source>{} with {} classes: {}</source>
        <translation>{}, {} classes : {}</translation>
    </message>
    <message>
        <source>Licence: {}</source>
        <translation>Licence : {}</translation>
    </message>
    <message>
        <source>The folder of a trained model</source>
        <translation>Le dossier d’un modèle entraîné</translation>
    </message>
    <message>
        <source>The zip of a trained model</source>
        <translation>Le zip d’un modèle entraîné</translation>
    </message>
    <message>
        <source>Zip archives (*.zip)</source>
        <translation>Archives zip (*.zip)</translation>
    </message>
    <message>
        <source>The one that comes with Doab</source>
        <translation>Celui fourni avec Doab</translation>
    </message>
</context>
<context>
    <name>ClassDialog</name>
    <message>
        <source>Crops that grow here</source>
        <translation>Cultures qui poussent ici</translation>
    </message>
    <message>
        <source>Part of the name of a crop, or of its HCAT code</source>
        <translation>Une partie du nom d’une culture ou de son code HCAT</translation>
    </message>
    <message>
        <source>Search all crops of HCAT…</source>
        <translation>Chercher dans toutes les cultures de HCAT…</translation>
    </message>
    <message>
        <source>Ticked crops can be the crop of a parcel. A crop that the labels show five times or more is added by itself; others of HCAT need a tick. Untick what does not grow here.</source>
        <translation>Une parcelle peut avoir les cultures cochées. Une culture présente au moins cinq fois s’ajoute d’elle-même ; les autres de HCAT doivent être cochées. Décochez ce qui ne pousse pas ici.</translation>
    </message>
</context>
<context>
    <name>CorrectionPanel</name>
    <message>
        <source>Set crop</source>
        <translation>Attribuer</translation>
    </message>
    <message>
        <source>Give the selected parcels this crop</source>
        <translation>Donner cette culture aux parcelles sélectionnées</translation>
    </message>
    <message>
        <source>Save edits</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Write the changes to the layer&apos;s file. Until then QGIS can undo each of them.</source>
        <translation>Écrire les modifications dans le fichier de la couche. Jusque-là, QGIS peut annuler chacune d’elles.</translation>
    </message>
    <message>
        <source>Add the columns</source>
        <translation>Ajouter les champs</translation>
    </message>
    <message>
        <source>Add “decided” and “edited” to the layer, as part of its edits</source>
        <translation>Ajouter « decided » et « edited » à la couche, parmi ses modifications</translation>
    </message>
    <message>
        <source>Next doubtful</source>
        <translation>Douteuse suivante</translation>
    </message>
    <message>
        <source>Select the parcel with the least confidence that you have not decided about yet, and move the map to it ({})</source>
        <translation>Sélectionner la parcelle la moins sûre sur laquelle vous n’avez pas encore statué, et y amener la carte ({})</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Accepter</translation>
    </message>
    <message>
        <source>Note that the selected parcels are right as they are ({})</source>
        <translation>Noter que les parcelles sélectionnées sont justes telles quelles ({})</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Séparer</translation>
    </message>
    <message>
        <source>Cut parcels along a line drawn in the map, with QGIS&apos;s own tool. Where some are selected, only those are cut.</source>
        <translation>Couper des parcelles le long d’une ligne tracée sur la carte, avec l’outil de QGIS. S’il y a une sélection, elle seule est coupée.</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Fusionner</translation>
    </message>
    <message>
        <source>Make the selected parcels one. It gets the crop with the most area among them.</source>
        <translation>Réunir les parcelles sélectionnées en une seule. Elle reçoit la culture qui y couvre le plus de surface.</translation>
    </message>
    <message>
        <source>Redraw</source>
        <translation>Remodeler</translation>
    </message>
    <message>
        <source>Draw a piece of the outline anew, with QGIS&apos;s own tool; the neighbours there follow. Only what was selected counts as decided. QGIS&apos;s vertex tool moves single corners.</source>
        <translation>Redessiner une partie du contour avec l’outil de QGIS ; les voisines suivent à cet endroit. Seules les parcelles qui étaient sélectionnées comptent comme décidées. L’outil de sommets de QGIS déplace des points isolés.</translation>
    </message>
    <message>
        <source>Draw a parcel</source>
        <translation>Dessiner une parcelle</translation>
    </message>
    <message>
        <source>Draw its outline with QGIS&apos;s own tool; the model finds its crop. This takes some seconds.</source>
        <translation>Dessinez son contour avec l’outil de QGIS ; le modèle trouve sa culture. Cela prend quelques secondes.</translation>
    </message>
    <message>
        <source>The crop that the selected parcels get. Type a part of a name to find any crop of HCAT</source>
        <translation>La culture que reçoivent les parcelles choisies. Une partie du nom trouve toute culture de HCAT</translation>
    </message>
</context>
<context>
    <name>CorrectionStep</name>
    <message>
        <source>6  Correction</source>
        <translation>6  Correction</translation>
    </message>
    <message>
        <source>Draw a line across the parcel; the right mouse button ends it.</source>
        <translation>Tracez une ligne à travers la parcelle ; un clic droit la termine.</translation>
    </message>
    <message>
        <source>Draw the new course of the outline so that it crosses the old one twice; the right mouse button ends it.</source>
        <translation>Tracez le nouveau contour de façon qu’il croise l’ancien deux fois ; un clic droit le termine.</translation>
    </message>
    <message>
        <source>Parcels can be corrected as soon as there is a result.</source>
        <translation>Les parcelles pourront être corrigées dès qu’il y aura un résultat.</translation>
    </message>
    <message>
        <source>This layer is from an earlier version. It needs two more columns, which say who decided about a parcel, the model or you, and when.</source>
        <translation>Cette couche vient d’une version antérieure. Il lui faut deux champs de plus, qui disent qui a statué sur une parcelle, le modèle ou vous, et quand.</translation>
    </message>
    <message>
        <source>Looking for doubtful parcels…</source>
        <translation>Recherche des parcelles douteuses…</translation>
    </message>
    <message>
        <source>Parcels that you have not decided about: {}</source>
        <translation>Parcelles sur lesquelles vous n’avez pas statué : {}</translation>
    </message>
    <message>
        <source>Parcels that you have not decided about: {}, of these {} under {} % and hidden in the map</source>
        <translation>Parcelles sur lesquelles vous n’avez pas statué : {}, dont {} sous {} % et masquées sur la carte</translation>
    </message>
    <message>
        <source>You have decided about every parcel.</source>
        <translation>Vous avez statué sur toutes les parcelles.</translation>
    </message>
    <message>
        <source>The parcels cannot be read. Remove the layer and open its file again. ({})</source>
        <translation>Les parcelles ne peuvent pas être lues. Retirez la couche et ouvrez de nouveau son fichier. ({})</translation>
    </message>
    <message>
        <source>What you draw is cut where it would overlap other parcels.</source>
        <translation>Ce que vous dessinez est coupé là où d’autres parcelles seraient recouvertes.</translation>
    </message>
    <message>
        <source>Draw the outline corner by corner; the right mouse button ends it.</source>
        <translation>Dessinez le contour sommet par sommet ; un clic droit le termine.</translation>
    </message>
    <message>
        <source>“{}” is no crop of the list. Type a part of its name and choose it.</source>
        <translation>« {} » n’est pas une culture de la liste. Tapez une partie de son nom et choisissez-la.</translation>
    </message>
</context>
<context>
    <name>CropLayerForm</name>
    <message>
        <source>The column with HCAT codes or names, or with national codes. Empty: recognised by its name</source>
        <translation>La colonne des codes ou noms HCAT, ou des codes nationaux. Vide : reconnue à son nom</translation>
    </message>
    <message>
        <source>For national codes only: EuroCrops&apos; table (CSV) that translates them to HCAT</source>
        <translation>Pour les codes nationaux seulement : la table d’EuroCrops (CSV) qui les traduit en HCAT</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tables (*.csv)</translation>
    </message>
    <message>
        <source>Crop column</source>
        <translation>Colonne de la culture</translation>
    </message>
    <message>
        <source>Crop codes</source>
        <translation>Codes de culture</translation>
    </message>
    <message>
        <source>none: HCAT</source>
        <translation>aucun : HCAT</translation>
    </message>
</context>
<context>
    <name>Crops</name>
    <message>
        <source>Winter wheat</source>
        <translation>Blé tendre d’hiver</translation>
    </message>
    <message>
        <source>Winter barley</source>
        <translation>Orge d’hiver</translation>
    </message>
    <message>
        <source>Spring barley</source>
        <translation>Orge de printemps</translation>
    </message>
    <message>
        <source>Winter rapeseed</source>
        <translation>Colza d’hiver</translation>
    </message>
    <message>
        <source>Maize</source>
        <translation>Maïs</translation>
    </message>
    <message>
        <source>Potatoes</source>
        <translation>Pommes de terre</translation>
    </message>
    <message>
        <source>Sugar beet</source>
        <translation>Betteraves sucrières</translation>
    </message>
    <message>
        <source>Sunflower</source>
        <translation>Tournesol</translation>
    </message>
    <message>
        <source>Soy</source>
        <translation>Soja</translation>
    </message>
    <message>
        <source>Grassland</source>
        <translation>Prairies</translation>
    </message>
    <message>
        <source>Vineyard</source>
        <translation>Vignes</translation>
    </message>
    <message>
        <source>Orchard</source>
        <translation>Vergers</translation>
    </message>
    <message>
        <source>Peas and beans</source>
        <translation>Pois et féveroles</translation>
    </message>
    <message>
        <source>Other crops</source>
        <translation>Autres cultures</translation>
    </message>
</context>
<context>
    <name>DrawnParcels</name>
    <message>
        <source>Looking for the crop of what you drew…</source>
        <translation>Recherche de la culture de ce que vous avez dessiné…</translation>
    </message>
    <message>
        <source>What you drew has no crop: {}.</source>
        <translation>Ce que vous avez dessiné n’a pas de culture : {}.</translation>
    </message>
</context>
<context>
    <name>EnvironmentStep</name>
    <message>
        <source>Before the first map</source>
        <translation>Avant la première carte</translation>
    </message>
    <message>
        <source>about {} GB on disk, up to {} GB with CUDA; {} GB are free</source>
        <translation>environ {} Go sur disque, jusqu’à {} Go avec CUDA ; {} Go libres</translation>
    </message>
    <message>
        <source>Where the packages come from</source>
        <translation>D’où viennent les paquets</translation>
    </message>
    <message>
        <source>the internet (as pip is configured)</source>
        <translation>Internet (selon la configuration de pip)</translation>
    </message>
    <message>
        <source>a folder of wheels (no internet needed)</source>
        <translation>un dossier de wheels (sans Internet)</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Où</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Create environment</source>
        <translation>Créer l’environnement</translation>
    </message>
    <message>
        <source>Download and install the packages; takes some minutes, QGIS stays usable</source>
        <translation>Télécharger et installer les paquets ; quelques minutes, QGIS reste utilisable</translation>
    </message>
    <message>
        <source>Use an existing Python…</source>
        <translation>Python existant…</translation>
    </message>
    <message>
        <source>Choose a Python interpreter that has the packages already</source>
        <translation>Choisir un interpréteur Python qui a déjà les paquets</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Stop, and remove what was installed so far</source>
        <translation>Arrêter et supprimer ce qui a été installé</translation>
    </message>
    <message>
        <source>Choose the folder of wheels first.</source>
        <translation>Choisissez d’abord le dossier de wheels.</translation>
    </message>
    <message>
        <source>A Python interpreter</source>
        <translation>Un interpréteur Python</translation>
    </message>
    <message>
        <source>Stopping and removing what was installed…</source>
        <translation>Arrêt et suppression de ce qui a été installé…</translation>
    </message>
    <message>
        <source>{} lacks {}. Create the environment, or use another Python.</source>
        <translation>Il manque à {} : {}. Créez l’environnement ou utilisez un autre Python.</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Environnement</translation>
    </message>
    <message>
        <source>Show what Doab computes with, to make it anew or to use another Python</source>
        <translation>Montrer avec quoi Doab calcule, pour le recréer ou pour utiliser un autre Python</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Go on with the environment as it is</source>
        <translation>Continuer avec l’environnement tel qu’il est</translation>
    </message>
    <message>
        <source>Make anew</source>
        <translation>Recréer</translation>
    </message>
    <message>
        <source>The environment was made for another version of Doab, with other versions of its packages. You can go on working with it. Made anew, it has those that this version is tested with; the old one is removed first.</source>
        <translation>L’environnement a été créé pour une autre version de Doab, avec d’autres versions de ses paquets. Vous pouvez continuer à travailler avec lui. Recréé, il contient ceux avec lesquels cette version est testée ; l’ancien est d’abord supprimé.</translation>
    </message>
    <message>
        <source>The environment works. It can be made anew, for instance from wheels of PyTorch for another graphics card; the old one is removed first.</source>
        <translation>L’environnement fonctionne. Il peut être recréé, par exemple à partir de wheels de PyTorch pour une autre carte graphique ; l’ancien est d’abord supprimé.</translation>
    </message>
    <message>
        <source>A folder with a wheel (.whl) of every package. For another build of PyTorch, such as that for NVIDIA cards on Windows, which the internet source does not have, put a requirements.txt with its version and hash beside the wheels.</source>
        <translation>Un dossier avec un wheel (.whl) de chaque paquet. Pour une autre version compilée de PyTorch, comme celle pour les cartes NVIDIA sous Windows, que la source Internet n’a pas, placez à côté des wheels un requirements.txt avec sa version et son empreinte (hash).</translation>
    </message>
    <message>
        <source>Doab computes with Python packages (PyTorch, rasterio and others) that are kept apart from QGIS, in an environment of their own. It is created once, in the folder named below; QGIS itself is not changed.</source>
        <translation>Doab calcule avec des paquets Python (PyTorch, rasterio et d’autres) tenus à part de QGIS, dans un environnement à part entière. Il est créé une seule fois, dans le dossier indiqué ci-dessous ; QGIS lui-même n’est pas modifié.</translation>
    </message>
    <message>
        <source>Doab computes with {}, which you chose. An environment of its own can be created in the folder named below and used instead.</source>
        <translation>Doab calcule avec {}, que vous avez choisi. Un environnement propre à Doab peut être créé dans le dossier indiqué ci-dessous et utilisé à la place.</translation>
    </message>
</context>
<context>
    <name>EstimateWidget</name>
    <message>
        <source>From how fast earlier runs were on this device.</source>
        <translation>D’après la vitesse des traitements précédents sur ce matériel.</translation>
    </message>
    <message>
        <source>A first guess; it gets better with the first run on this device.</source>
        <translation>Une première estimation ; elle s’affine dès le premier traitement sur ce matériel.</translation>
    </message>
    <message>
        <source>This does not work on this computer. Choose another device.</source>
        <translation>Cela ne fonctionne pas sur cet ordinateur. Choisissez un autre matériel.</translation>
    </message>
    <message>
        <source>, {} GB free</source>
        <translation>, {} Go libres</translation>
    </message>
    <message>
        <source>Processor, one thread{}</source>
        <translation>Processeur, un fil d’exécution{}</translation>
    </message>
    <message>
        <source>Processor, {} threads{}</source>
        <translation>Processeur, {} fils d’exécution{}</translation>
    </message>
    <message>
        <source>Expected: {} and {} GB of memory for {} ha with {} images</source>
        <translation>Prévu : {} et {} Go de mémoire pour {} ha avec {} images</translation>
    </message>
    <message>
        <source>Only {} GB of memory are free: close other programs first.</source>
        <translation>{} Go de mémoire libres seulement : fermez d’abord d’autres programmes.</translation>
    </message>
    <message>
        <source>{} of {} blocks are finished from a run that was interrupted: this one goes on from there.</source>
        <translation>{} blocs sur {} sont terminés d’un traitement interrompu : celui-ci reprend à cet endroit.</translation>
    </message>
    <message>
        <source>These images were mapped before: what was computed from them is kept, and used again.</source>
        <translation>Ces images ont déjà été cartographiées : ce qui en a été calculé est conservé, et réutilisé.</translation>
    </message>
</context>
<context>
    <name>ExclusionWidget</name>
    <message>
        <source>Ground on which nothing is mapped, such as woods and settlements: a raster of land cover, or polygons</source>
        <translation>Terrains où rien n’est cartographié, comme les bois et les zones bâties : un raster d’occupation du sol ou des polygones</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>The values of the raster to leave out, with commas between. Those of ESA WorldCover: 10 trees, 20 shrubs, 50 built-up, 60 bare, 70 snow, 80 water, 90 wetland, 95 mangroves, 100 moss. Empty: every value other than 0 and nodata</source>
        <translation>Les valeurs du raster à exclure, séparées par des virgules. Celles d’ESA WorldCover : 10 arbres, 20 arbustes, 50 bâti, 60 sol nu, 70 neige, 80 eau, 90 zone humide, 95 mangroves, 100 mousse. Vide : toutes les valeurs sauf 0 et nodata</translation>
    </message>
    <message>
        <source>such as 10, 50, 80</source>
        <translation>par exemple 10, 50, 80</translation>
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
        <translation>Les parcelles à exporter, telles que la couche les montre : les modifications non enregistrées sont aussi exportées</translation>
    </message>
    <message>
        <source>GeoPackage keeps everything. A shapefile comes with a table and a note of what it cannot hold. GeoParquet follows the fiboa specification for field boundaries.</source>
        <translation>GeoPackage garde tout. Un shapefile est accompagné d’un tableau et d’une note sur ce qu’il ne peut pas contenir. GeoParquet suit la spécification fiboa des limites de parcelles.</translation>
    </message>
    <message>
        <source>Export parcels</source>
        <translation>Exporter les parcelles</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Choisir un fichier…</translation>
    </message>
    <message>
        <source>Export only the parcels that are selected in the map or the table</source>
        <translation>N’exporter que les parcelles sélectionnées sur la carte ou dans le tableau</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Couche</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Write the file; QGIS stays usable meanwhile</source>
        <translation>Écrire le fichier ; QGIS reste utilisable</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Stop; no file is written</source>
        <translation>Arrêter ; aucun fichier n’est écrit</translation>
    </message>
    <message>
        <source>Selected parcels only ({})</source>
        <translation>Parcelles sélectionnées uniquement ({})</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Arrêt…</translation>
    </message>
    <message>
        <source>The export was cancelled. Nothing was written.</source>
        <translation>Export annulé. Rien n’a été écrit.</translation>
    </message>
    <message>
        <source>{} parcels were written to {}.</source>
        <translation>{} parcelles ont été écrites dans {}.</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>Export en cours…</translation>
    </message>
    <message>
        <source>The file to write</source>
        <translation>Le fichier à écrire</translation>
    </message>
    <message>
        <source>Nothing was written. Choose another file.</source>
        <translation>Rien n’a été écrit. Choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
</context>
<context>
    <name>FactsDialog</name>
    <message>
        <source>What these images are</source>
        <translation>Ce que sont ces images</translation>
    </message>
    <message>
        <source>What this image is</source>
        <translation>Ce qu’est cette image</translation>
    </message>
    <message>
        <source> and {} more</source>
        <translation> et {} de plus</translation>
    </message>
    <message>
        <source>Sensor</source>
        <translation>Capteur</translation>
    </message>
    <message>
        <source>Date (UTC)</source>
        <translation>Date (UTC)</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bandes</translation>
    </message>
    <message>
        <source>All as recognised</source>
        <translation>Tout comme reconnu</translation>
    </message>
    <message>
        <source>Forget everything that was set here, and believe the files again</source>
        <translation>Oublier tout ce qui a été fixé ici et croire de nouveau les fichiers</translation>
    </message>
    <message>
        <source>Which satellite made the images, or that this is an elevation model</source>
        <translation>Quel satellite a pris les images, ou qu’il s’agit d’un modèle d’élévation</translation>
    </message>
    <message>
        <source>DEM</source>
        <translation>MNT</translation>
    </message>
    <message>
        <source>Each image has its own date; set dates one at a time</source>
        <translation>Chaque image a sa date ; fixez-les une à une</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>Dans le fichier</translation>
    </message>
    <message>
        <source>is</source>
        <translation>est</translation>
    </message>
    <message>
        <source>Which band of the sensor each band of the file holds</source>
        <translation>Quelle bande du capteur contient chaque bande du fichier</translation>
    </message>
    <message>
        <source>The band of the sensor that this is</source>
        <translation>La bande du capteur dont il s’agit</translation>
    </message>
    <message>
        <source>as the metadata of the product say</source>
        <translation>selon les métadonnées du produit</translation>
    </message>
    <message>
        <source>The files differ in their bands; correct them one at a time.</source>
        <translation>Les fichiers diffèrent par leurs bandes ; corrigez-les un à un.</translation>
    </message>
    <message>
        <source>as recognised ({})</source>
        <translation>comme reconnu ({})</translation>
    </message>
    <message>
        <source>as recognised</source>
        <translation>comme reconnu</translation>
    </message>
    <message>
        <source>The metadata of the product say it</source>
        <translation>Les métadonnées du produit le disent</translation>
    </message>
    <message>
        <source>What the numbers in the files are</source>
        <translation>Ce que sont les nombres des fichiers</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>non utilisé</translation>
    </message>
    <message>
        <source>The day on which the image was taken, such as 2019-05-31, 31.05.2019 or 2019-151</source>
        <translation>Le jour de la prise de vue, par exemple 2019-05-31, 31.05.2019 ou 2019-151</translation>
    </message>
    <message>
        <source>⚠ This is no date.</source>
        <translation>⚠ Ce n’est pas une date.</translation>
    </message>
</context>
<context>
    <name>FieldButton</name>
    <message>
        <source>Map a field</source>
        <translation>Cartographier un champ</translation>
    </message>
    <message>
        <source>Then click an empty place in the map: the model looks once more for the one field there, also for a small one. This takes some seconds.</source>
        <translation>Cliquez ensuite un endroit vide de la carte : le modèle y cherche de nouveau un champ, même petit. Cela prend quelques secondes.</translation>
    </message>
    <message>
        <source>There is a parcel already; click a place without one.</source>
        <translation>Il y a déjà une parcelle ; cliquez un endroit libre.</translation>
    </message>
    <message>
        <source>Looking for a field there…</source>
        <translation>Recherche d’un champ à cet endroit…</translation>
    </message>
    <message>
        <source>The layer names files that nobody chose on this computer. Click a parcel with the inspector, which says which they are and lets you open them.</source>
        <translation>La couche nomme des fichiers que personne n’a choisis sur cet ordinateur. Cliquez une parcelle avec l’inspecteur, qui dit lesquels et vous permet de les ouvrir.</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Try it on a painted scene</source>
        <translation>Essayer sur une scène peinte</translation>
    </message>
    <message>
        <source>Paint the images of a season, add them to the project and map their fields; it takes a minute</source>
        <translation>Peindre les images d’une saison, les ajouter au projet et en cartographier les champs ; cela prend une minute</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Leave it as it is now</source>
        <translation>Laisser tout en l’état</translation>
    </message>
    <message>
        <source>1 of 5: a season of satellite images is painted, of a landscape that does not exist.</source>
        <translation>1 sur 5 : une saison d’images satellite est peinte, celle d’un paysage qui n’existe pas.</translation>
    </message>
    <message>
        <source>Painted scene</source>
        <translation>Scène peinte</translation>
    </message>
    <message>
        <source>2 of 5: step 1 recognises of each image its sensor, date, bands and values.</source>
        <translation>2 sur 5 : l’étape 1 reconnaît pour chaque image son capteur, sa date, ses bandes et ses valeurs.</translation>
    </message>
    <message>
        <source>3 of 5: step 2 proposes the date on which fields are seen best. Outlines come from it, crops from all dates.</source>
        <translation>3 sur 5 : l’étape 2 propose la date où les champs se voient le mieux. Les contours en viennent, les cultures viennent de toutes les dates.</translation>
    </message>
    <message>
        <source>4 of 5: step 3 maps the fields in the background; finished ones appear in the map meanwhile.</source>
        <translation>4 sur 5 : l’étape 3 cartographie les champs en arrière-plan ; ceux qui sont terminés apparaissent entre-temps sur la carte.</translation>
    </message>
    <message>
        <source>5 of 5: each field has a crop, the paler the less sure. Press “Click a parcel” in step 5, then a field, to see why. With your own images all goes the same way: begin with a new project.</source>
        <translation>5 sur 5 : chaque champ a une culture, plus pâle quand elle est moins sûre. Cliquez « Cliquer une parcelle » à l’étape 5, puis un champ, pour voir pourquoi. Avec vos propres images, tout se passe de même : commencez par un nouveau projet.</translation>
    </message>
    <message>
        <source>No images at hand? See on painted ones what Doab does:</source>
        <translation>Pas d’images sous la main ? Voyez sur des images peintes ce que fait Doab :</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>FrameOrder</name>
    <message>
        <source>The order of the dates below</source>
        <translation>L’ordre des dates ci-dessous</translation>
    </message>
    <message>
        <source>In time order</source>
        <translation>Par ordre chronologique</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>Les meilleures d’abord</translation>
    </message>
    <message>
        <source>Clearest first</source>
        <translation>Les plus dégagées d’abord</translation>
    </message>
    <message>
        <source>Dates that show less ground are not listed</source>
        <translation>Les dates qui montrent moins de sol ne sont pas listées</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>clear at least</source>
        <translation>dégagées à au moins</translation>
    </message>
</context>
<context>
    <name>GroundCheckBox</name>
    <message>
        <source>Show ground that is no farmland</source>
        <translation>Afficher les terrains non agricoles</translation>
    </message>
    <message>
        <source>Hatched in grey below the parcels: what the model sees as no field, and what you left out of the run. It is a layer of its own in the file of the parcels and is not exported with them.</source>
        <translation>Hachurés en gris sous les parcelles : ce que le modèle ne voit pas comme champ et ce que vous avez exclu du traitement. C’est une couche à part dans le fichier des parcelles, qui n’est pas exportée avec elles.</translation>
    </message>
</context>
<context>
    <name>HelpButton</name>
    <message>
        <source>Help</source>
        <translation>Aide</translation>
    </message>
    <message>
        <source>What the steps, the scores and the attributes mean, and what to do when something is wrong; opens in the browser</source>
        <translation>Ce que signifient les étapes, les notes et les attributs, et que faire en cas de problème ; s’ouvre dans le navigateur</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>Earlier runs</source>
        <translation>Exécutions antérieures</translation>
    </message>
    <message>
        <source>The latest runs of this user profile, the newest first</source>
        <translation>Les derniers traitements de ce profil, le plus récent d’abord</translation>
    </message>
    <message>
        <source>&amp;Load settings</source>
        <translation>&amp;Charger les réglages</translation>
    </message>
    <message>
        <source>Show its images and settings in the panel, in place of those there</source>
        <translation>Montrer ses images et réglages dans le panneau, à la place de ceux qui y sont</translation>
    </message>
    <message>
        <source>&amp;Run again</source>
        <translation>&amp;Exécuter de nouveau</translation>
    </message>
    <message>
        <source>Load its settings and start it, with a new output file beside the old one</source>
        <translation>Charger ses réglages et le lancer, avec un nouveau fichier de sortie à côté de l’ancien</translation>
    </message>
    <message>
        <source>&amp;Open result</source>
        <translation>&amp;Ouvrir le résultat</translation>
    </message>
    <message>
        <source>Show its parcels in this project</source>
        <translation>Montrer ses parcelles dans ce projet</translation>
    </message>
    <message>
        <source>Show lo&amp;g</source>
        <translation>Afficher le &amp;journal</translation>
    </message>
    <message>
        <source>What happened in the run</source>
        <translation>Ce qui s’est passé dans le traitement</translation>
    </message>
    <message>
        <source>R&amp;emove</source>
        <translation>&amp;Retirer</translation>
    </message>
    <message>
        <source>Forget this run (Delete key); its output file stays</source>
        <translation>Oublier ce traitement (touche Suppr) ; son fichier de sortie reste</translation>
    </message>
    <message>
        <source>No run was recorded yet. Those that you start in this panel appear here.</source>
        <translation>Aucun traitement n’a encore été enregistré. Ceux que vous lancez dans ce panneau apparaissent ici.</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projet</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>non enregistré</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Omis</translation>
    </message>
    <message>
        <source>Parcels of</source>
        <translation>Parcelles de</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échoué</translation>
    </message>
    <message>
        <source>The output file is no longer there.</source>
        <translation>Le fichier de sortie n’est plus là.</translation>
    </message>
    <message>
        <source> and {} more</source>
        <translation> et {} de plus</translation>
    </message>
    <message>
        <source>⚠ Missing</source>
        <translation>⚠ Manque</translation>
    </message>
</context>
<context>
    <name>InputsStep</name>
    <message>
        <source>1  Inputs</source>
        <translation>1  Entrées</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Sources</translation>
    </message>
    <message>
        <source>Recognised</source>
        <translation>Reconnu</translation>
    </message>
    <message>
        <source>What you offered. Double-click a use or a date (YYYY-MM-DD) to correct it.</source>
        <translation>Ce que vous proposez. Double-cliquez un usage ou une date (AAAA-MM-JJ) pour les corriger.</translation>
    </message>
    <message>
        <source>There is no raster layer here that is not in the list already.</source>
        <translation>Il n’y a ici aucune couche raster qui ne soit déjà dans la liste.</translation>
    </message>
    <message>
        <source>QGIS&apos;s Processing plugin is switched off. Switch it on under Plugins, or give the file a coordinate system in another program.</source>
        <translation>L’extension Traitement de QGIS est désactivée. Activez-la sous Extensions, ou attribuez un SCR au fichier dans un autre programme.</translation>
    </message>
    <message>
        <source>Add the Sentinel-2 images of a season, and Sentinel-1 images and a DEM where you have them.</source>
        <translation>Ajoutez les images Sentinel-2 d’une saison, et si possible des images Sentinel-1 et un MNT.</translation>
    </message>
    <message>
        <source>Sources ({})</source>
        <translation>Sources ({})</translation>
    </message>
    <message>
        <source>Recognised ({})</source>
        <translation>Reconnu ({})</translation>
    </message>
    <message>
        <source>What was found in it. Double-click a row to correct what it is taken for; that is remembered in the project. No file is changed.</source>
        <translation>Ce qui y a été trouvé. Double-cliquez une ligne pour la corriger ; c’est retenu dans le projet. Aucun fichier n’est modifié.</translation>
    </message>
    <message>
        <source>Recognising {} sources…</source>
        <translation>Reconnaissance de {} sources…</translation>
    </message>
    <message>
        <source>The images are recognised as soon as the environment is there.</source>
        <translation>Les images seront reconnues dès que l’environnement sera là.</translation>
    </message>
    <message>
        <source>Recognising was stopped. Untick a source and tick it again to begin anew.</source>
        <translation>La reconnaissance a été interrompue. Décochez une source, puis cochez-la de nouveau pour recommencer.</translation>
    </message>
    <message>
        <source>⚠ This project names files or folders that nobody listed on this computer. Tick them to open them, if you trust whoever made the project.</source>
        <translation>⚠ Ce projet nomme des fichiers ou dossiers que personne n’a ajoutés à la liste sur cet ordinateur. Cochez-les pour les ouvrir, si vous faites confiance à l’auteur du projet.</translation>
    </message>
</context>
<context>
    <name>InspectorStep</name>
    <message>
        <source>5  Inspector</source>
        <translation>5  Inspecteur</translation>
    </message>
    <message>
        <source>Click a parcel</source>
        <translation>Cliquer une parcelle</translation>
    </message>
    <message>
        <source>Then click parcels in the map to see why they have their crop</source>
        <translation>Cliquez ensuite des parcelles sur la carte pour voir pourquoi elles ont leur culture</translation>
    </message>
    <message>
        <source>There is no parcel where you clicked.</source>
        <translation>Il n’y a pas de parcelle à cet endroit.</translation>
    </message>
    <message>
        <source>Press the button and click a parcel in the map, or select one, to see why it has its crop.</source>
        <translation>Cliquez le bouton puis une parcelle sur la carte, ou sélectionnez-en une, pour voir pourquoi elle a sa culture.</translation>
    </message>
    <message>
        <source>This layer does not say which images it was made from, so they cannot be read. Layers that a run in this panel adds do.</source>
        <translation>Cette couche ne dit pas de quelles images elle provient ; elles ne peuvent donc pas être lues. Les couches issues d’un traitement de ce panneau le disent.</translation>
    </message>
    <message>
        <source>The images can be read once the environment is there: see the top of this panel.</source>
        <translation>Les images pourront être lues dès que l’environnement sera là : voyez le haut de ce panneau.</translation>
    </message>
    <message>
        <source>Reading the images…</source>
        <translation>Lecture des images…</translation>
    </message>
    <message>
        <source>(set by the analyst; the model: {})</source>
        <translation>(fixée par l’analyste ; le modèle : {})</translation>
    </message>
    <message>
        <source>{} · parcel {} · {} ha</source>
        <translation>{} · parcelle {} · {} ha</translation>
    </message>
    <message>
        <source>{} pixels of 10 m; {} of {} Sentinel-2 dates are clear here, {} Sentinel-1 dates.</source>
        <translation>{} pixels de 10 m ; {} des {} dates Sentinel-2 sont dégagées ici, {} dates Sentinel-1.</translation>
    </message>
    <message>
        <source>No typical curve is known of this crop.</source>
        <translation>Aucune courbe typique connue pour cette culture.</translation>
    </message>
    <message>
        <source>⚠ {} more images cannot be read.</source>
        <translation>⚠ {} autres images ne peuvent pas être lues.</translation>
    </message>
    <message>
        <source>unknown crop</source>
        <translation>culture inconnue</translation>
    </message>
    <message>
        <source>This parcel was deleted.</source>
        <translation>Cette parcelle a été supprimée.</translation>
    </message>
    <message>
        <source>This layer names {} files that nobody chose on this computer, such as {}. Let them be opened only if you trust whoever made the layer or the project.</source>
        <translation>Cette couche nomme {} fichiers que personne n’a choisis sur cet ordinateur, comme {}. Ne les laissez ouvrir que si vous faites confiance à l’auteur de la couche ou du projet.</translation>
    </message>
    <message>
        <source>Open these files</source>
        <translation>Ouvrir ces fichiers</translation>
    </message>
</context>
<context>
    <name>LabelSource</name>
    <message>
        <source>Labels</source>
        <translation>Cultures connues</translation>
    </message>
    <message>
        <source>Polygons or points whose crop is known, such as your own survey, LPIS or EuroCrops</source>
        <translation>Polygones ou points dont la culture est connue, comme votre propre enquête, le RPG (LPIS) ou EuroCrops</translation>
    </message>
    <message>
        <source>my corrections</source>
        <translation>mes corrections</translation>
    </message>
    <message>
        <source>No column of “{}” has a name of EuroCrops. Choose the column that holds the crops.</source>
        <translation>Aucune colonne de « {} » ne porte un nom d’EuroCrops. Choisissez la colonne des cultures.</translation>
    </message>
    <message>
        <source>As soon as there is a result, it can learn from the parcels that you correct.</source>
        <translation>Dès qu’il y a un résultat, il peut apprendre des parcelles que vous corrigez.</translation>
    </message>
    <message>
        <source>Reading the crops of the layer…</source>
        <translation>Lecture des cultures de la couche…</translation>
    </message>
    <message>
        <source>At least {} parcels of two crops are needed.</source>
        <translation>Il faut au moins {} parcelles de deux cultures.</translation>
    </message>
    <message>
        <source>Looking for corrected parcels…</source>
        <translation>Recherche des parcelles corrigées…</translation>
    </message>
    <message>
        <source>Corrected or accepted parcels: {}, crops: {}.</source>
        <translation>Parcelles corrigées ou acceptées : {}, cultures : {}.</translation>
    </message>
    <message>
        <source>That is enough to learn from; more, of every crop that grows here, are better.</source>
        <translation>Cela suffit pour apprendre ; davantage, de chaque culture qui pousse ici, vaut mieux.</translation>
    </message>
</context>
<context>
    <name>LabelsCheckBox</name>
    <message>
        <source>Label parcels with their crops</source>
        <translation>Étiqueter les parcelles avec leurs cultures</translation>
    </message>
    <message>
        <source>Where the name fits into the parcel: zoom in to see more of them</source>
        <translation>Où le nom tient dans la parcelle : zoomez pour en voir plus</translation>
    </message>
</context>
<context>
    <name>LearningPanel</name>
    <message>
        <source>Crops…</source>
        <translation>Cultures…</translation>
    </message>
    <message>
        <source>Say which crops grow here: add some of the whole HCAT taxonomy, switch others off</source>
        <translation>Dire quelles cultures poussent ici : en ajouter de tout HCAT, en désactiver d’autres</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Aperçu</translation>
    </message>
    <message>
        <source>Learn from the labels and show the score; nothing changes yet</source>
        <translation>Apprendre des cultures connues et montrer le score ; rien ne change encore</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Accepter</translation>
    </message>
    <message>
        <source>Give all parcels that you have not decided about the crop that was learned</source>
        <translation>Donner la culture apprise à toutes les parcelles dont vous n’avez pas décidé</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler l’apprentissage</translation>
    </message>
    <message>
        <source>Give the parcels the crops back that they had before the last learning</source>
        <translation>Rendre aux parcelles les cultures qu’elles avaient avant le dernier apprentissage</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Stop learning</source>
        <translation>Arrêter l’apprentissage</translation>
    </message>
    <message>
        <source>Save as model…</source>
        <translation>Enregistrer comme modèle…</translation>
    </message>
    <message>
        <source>Save what the preview learned as a trained model of this region, for later runs and for others</source>
        <translation>Enregistrer ce que l’aperçu a appris comme modèle entraîné de cette région, pour les traitements suivants et pour d’autres</translation>
    </message>
    <message>
        <source>Suggest parcels</source>
        <translation>Proposer des parcelles</translation>
    </message>
    <message>
        <source>Select the parcels in the map whose crop would teach the most: label these next</source>
        <translation>Choisir sur la carte les parcelles dont la culture apprendrait le plus : déterminez-les ensuite</translation>
    </message>
</context>
<context>
    <name>LearningStep</name>
    <message>
        <source>Working…</source>
        <translation>En cours…</translation>
    </message>
    <message>
        <source>{} parcels have their former crops again.</source>
        <translation>{} parcelles ont retrouvé leurs cultures précédentes.</translation>
    </message>
    <message>
        <source>{} parcels are selected. Set or accept their crops in step 6, then save.</source>
        <translation>{} parcelles sont sélectionnées. Fixez ou acceptez leurs cultures à l’étape 6, puis enregistrez.</translation>
    </message>
    <message>
        <source>Teach it your region</source>
        <translation>Apprendre la région</translation>
    </message>
</context>
<context>
    <name>LikelihoodBars</name>
    <message>
        <source>How likely each crop is; click one, or use the arrow keys, to see its typical curve in the plot</source>
        <translation>La probabilité de chaque culture ; cliquez-en une, ou utilisez les flèches du clavier, pour voir sa courbe typique dans le graphique</translation>
    </message>
    <message>
        <source>{} others</source>
        <translation>{} autres</translation>
    </message>
    <message>
        <source>{}: {} %.</source>
        <translation>{} : {} %.</translation>
    </message>
    <message>
        <source>The plot shows its typical curve.</source>
        <translation>Le graphique montre sa courbe typique.</translation>
    </message>
    <message>
        <source>Click to see its typical curve.</source>
        <translation>Cliquez pour voir sa courbe typique.</translation>
    </message>
</context>
<context>
    <name>LogDialog</name>
    <message>
        <source>Log of the run of {}</source>
        <translation>Journal du traitement du {}</translation>
    </message>
    <message>
        <source>Send it along when you ask for help</source>
        <translation>Joignez-le quand vous demandez de l’aide</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy the log to the clipboard</source>
        <translation>Copier le journal dans le presse-papiers</translation>
    </message>
</context>
<context>
    <name>ParcelsWidget</name>
    <message>
        <source>Label my parcels: a layer of polygons, such as LPIS, a cadastre or your own drawing. Their outlines and columns stay as they are, and each gets its crop. Empty: the model finds the parcels</source>
        <translation>Étiqueter mes parcelles : une couche de polygones, comme le RPG (LPIS), un cadastre ou votre propre dessin. Leurs contours et leurs champs restent tels quels, et chacune reçoit sa culture. Vide : le modèle trouve les parcelles</translation>
    </message>
    <message>
        <source>found by the model</source>
        <translation>trouvées par le modèle</translation>
    </message>
</context>
<context>
    <name>PrintButton</name>
    <message>
        <source>Print layout</source>
        <translation>Mise en page</translation>
    </message>
    <message>
        <source>Make a page to print: map, legend, scale bar, north arrow, attribution, dates of the images</source>
        <translation>Faire une page à imprimer : carte, légende, échelle, flèche du nord, mention des sources, dates des images</translation>
    </message>
</context>
<context>
    <name>ProgressWidget</name>
    <message>
        <source>Run</source>
        <translation>Exécuter</translation>
    </message>
    <message>
        <source>Map the field parcels in the background</source>
        <translation>Cartographier les parcelles en arrière-plan</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Stop the run; where parcels are finished you are asked whether to keep them</source>
        <translation>Arrêter le traitement ; s’il y a des parcelles terminées, vous choisissez de les garder ou non</translation>
    </message>
    <message>
        <source>Keep what is finished</source>
        <translation>Garder l’acquis</translation>
    </message>
    <message>
        <source>Stop, and make the parcels that are finished the result</source>
        <translation>Arrêter et faire des parcelles terminées le résultat</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Abandonner</translation>
    </message>
    <message>
        <source>Stop; nothing is written</source>
        <translation>Arrêter ; rien n’est écrit</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Do not stop the run</source>
        <translation>Ne pas arrêter le traitement</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Démarrage…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Arrêt…</translation>
    </message>
    <message>
        <source>Keeping the parcels that are finished…</source>
        <translation>Conservation des parcelles terminées…</translation>
    </message>
    <message>
        <source>{} left</source>
        <translation>encore {}</translation>
    </message>
    <message>
        <source>{} parcels so far</source>
        <translation>{} parcelles jusqu’ici</translation>
    </message>
    <message>
        <source>{} of {}: {}</source>
        <translation>{} sur {} : {}</translation>
    </message>
    <message>
        <source>At least {} parcels are finished. What is to become of them?</source>
        <translation>Au moins {} parcelles sont terminées. Qu’en faire ?</translation>
    </message>
    <message>
        <source>Earlier runs…</source>
        <translation>Exécutions antérieures…</translation>
    </message>
    <message>
        <source>The runs of this user profile with their settings, to load or repeat one or to open its result</source>
        <translation>Les traitements de ce profil avec leurs réglages, pour en charger ou en relancer un ou ouvrir son résultat</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>Afficher le journal</translation>
    </message>
    <message>
        <source>What happened in the last run, with the details of what went wrong</source>
        <translation>Ce qui s’est passé dans le dernier traitement, avec le détail de ce qui a échoué</translation>
    </message>
</context>
<context>
    <name>ReferenceStep</name>
    <message>
        <source>2  Reference frame</source>
        <translation>2  Image de référence</translation>
    </message>
    <message>
        <source>The date whose image gives the parcels their outlines; the best stand first</source>
        <translation>La date dont l’image donne leurs contours aux parcelles ; les meilleures en premier</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Automatic ({})</source>
        <translation>Automatique ({})</translation>
    </message>
    <message>
        <source>{} · quality {}</source>
        <translation>{} · qualité {}</translation>
    </message>
    <message>
        <source>The dates of the Sentinel-2 images appear here, with how well each would do.</source>
        <translation>Les dates des images Sentinel-2 apparaissent ici, avec la qualité de chacune.</translation>
    </message>
    <message>
        <source>★ {} is proposed. {}</source>
        <translation>★ {} est proposée. {}</translation>
    </message>
    <message>
        <source>clear</source>
        <translation>dégagé</translation>
    </message>
    <message>
        <source>free of haze</source>
        <translation>sans brume</translation>
    </message>
    <message>
        <source>sharp</source>
        <translation>net</translation>
    </message>
    <message>
        <source>contrast</source>
        <translation>contraste</translation>
    </message>
    <message>
        <source>&lt;b&gt;{}&lt;/b&gt;, quality {}</source>
        <translation>&lt;b&gt;{}&lt;/b&gt;, qualité {}</translation>
    </message>
    <message>
        <source>★ proposed</source>
        <translation>★ proposée</translation>
    </message>
    <message>
        <source>no clear ground</source>
        <translation>aucun sol dégagé</translation>
    </message>
    <message>
        <source>growing season</source>
        <translation>période de croissance</translation>
    </message>
    <message>
        <source>height of the sun</source>
        <translation>hauteur du soleil</translation>
    </message>
    <message>
        <source>confidence of the map</source>
        <translation>confiance de la carte</translation>
    </message>
    <message>
        <source>A run compares sample maps from the best dates before it decides.</source>
        <translation>Un traitement compare des cartes d’essai tirées des meilleures dates avant de décider.</translation>
    </message>
    <message>
        <source>The dates of the images. Click one, or use the arrow keys, to take it as the reference and see it on the map. How sure the model is of the map from a date counts, too, once a run has compared the best dates.</source>
        <translation>Les dates des images. Cliquez-en une, ou utilisez les flèches du clavier, pour la prendre comme référence et la voir sur la carte. Compte aussi à quel point le modèle est sûr de la carte tirée d’une date, dès qu’un traitement a comparé les meilleures dates.</translation>
    </message>
</context>
<context>
    <name>ResultLoader</name>
    <message>
        <source>Doab: {}</source>
        <translation>Doab : {}</translation>
    </message>
    <message>
        <source>The parcels are in {}, but could not be shown: {}. Drag the file into QGIS to open it.</source>
        <translation>Les parcelles sont dans {}, mais n’ont pas pu être affichées : {}. Faites glisser le fichier dans QGIS pour l’ouvrir.</translation>
    </message>
</context>
<context>
    <name>ResultsStep</name>
    <message>
        <source>4  Results</source>
        <translation>4  Résultats</translation>
    </message>
    <message>
        <source>Zoom to parcels</source>
        <translation>Zoom sur les parcelles</translation>
    </message>
    <message>
        <source>Show all these parcels in the map</source>
        <translation>Afficher toutes ces parcelles sur la carte</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Culture</translation>
    </message>
    <message>
        <source>Parcels</source>
        <translation>Nb</translation>
    </message>
    <message>
        <source>ha</source>
        <translation>ha</translation>
    </message>
    <message>
        <source>Conf.</source>
        <translation>Conf.</translation>
    </message>
    <message>
        <source>Hectares. Bar: parcels of the crop. Line: what the probabilities of all parcels let one expect, ± one standard deviation.</source>
        <translation>Hectares. Barre : parcelles de la culture. Trait : ce que laissent attendre les probabilités de toutes les parcelles, ± un écart type.</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Graphique</translation>
    </message>
    <message>
        <source>The area of each crop in figures. It follows your edits.</source>
        <translation>La surface de chaque culture en chiffres. Elle suit vos modifications.</translation>
    </message>
    <message>
        <source>The area of each crop with its uncertainty. It follows your edits.</source>
        <translation>La surface de chaque culture et son incertitude. Elle suit vos modifications.</translation>
    </message>
    <message>
        <source>The crops that are found appear here, and the parcels in the map.</source>
        <translation>Les cultures trouvées apparaissent ici, et les parcelles sur la carte.</translation>
    </message>
    <message>
        <source>&lt;b&gt;{} parcels, {} ha&lt;/b&gt;</source>
        <translation>&lt;b&gt;{} parcelles, {} ha&lt;/b&gt;</translation>
    </message>
    <message>
        <source>{}. Expected {} ha: one standard deviation, if the parcels err independently of each other. Where they err together it is more.</source>
        <translation>{}. Attendu {} ha : un écart type, si les erreurs des parcelles sont indépendantes. Si elles vont ensemble, c’est plus.</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Attendus</translation>
    </message>
    <message>
        <source>{}; no farmland: {} ha</source>
        <translation>{} ; hors terres agricoles : {} ha</translation>
    </message>
    <message>
        <source>The crops found, the most area first; the confidence is the parcels&apos; mean. Expected hectares add up the crop&apos;s share in the probabilities of all parcels, also of those with another crop. Choose rows to select their parcels in the map.</source>
        <translation>Les cultures trouvées, la plus étendue d’abord ; la confiance est la moyenne des parcelles. Les hectares attendus additionnent la part de la culture dans les probabilités de toutes les parcelles, y compris celles d’une autre culture. Choisissez des lignes pour sélectionner leurs parcelles sur la carte.</translation>
    </message>
</context>
<context>
    <name>RowOrder</name>
    <message>
        <source>The order of the dates below; a click on the title of the column “Clear” changes it, too</source>
        <translation>L’ordre des dates ci-dessous ; un clic sur le titre de la colonne « Dégagé » le change aussi</translation>
    </message>
    <message>
        <source>In time order</source>
        <translation>Par ordre chronologique</translation>
    </message>
    <message>
        <source>Clearest first</source>
        <translation>Les plus claires d’abord</translation>
    </message>
    <message>
        <source>Cloudiest first</source>
        <translation>Les plus nuageuses d’abord</translation>
    </message>
    <message>
        <source>Dates that show less ground are not listed; they are mapped all the same, unless you leave them out</source>
        <translation>Les dates qui montrent moins de sol ne sont pas listées ; elles sont cartographiées quand même, sauf si vous les omettez</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>clear at least</source>
        <translation>dégagées à au moins</translation>
    </message>
    <message>
        <source>hidden: {}</source>
        <translation>masquées : {}</translation>
    </message>
</context>
<context>
    <name>RunHistory</name>
    <message>
        <source>Settings of the run of {} loaded. Missing: {}</source>
        <translation>Réglages du traitement du {} chargés. Manquent : {}</translation>
    </message>
    <message>
        <source>Settings of the run of {} loaded.</source>
        <translation>Réglages du traitement du {} chargés.</translation>
    </message>
    <message>
        <source>Nothing was started: the reference frame {} is not among the recognised images.</source>
        <translation>Rien n’a été lancé : l’image de référence {} n’est pas parmi les images reconnues.</translation>
    </message>
</context>
<context>
    <name>RunSettings</name>
    <message>
        <source>The GeoPackage that the parcels are written to</source>
        <translation>Le GeoPackage où les parcelles sont écrites</translation>
    </message>
    <message>
        <source>GeoPackage (*.gpkg)</source>
        <translation>GeoPackage (*.gpkg)</translation>
    </message>
    <message>
        <source>Save the parcels as</source>
        <translation>Enregistrer les parcelles sous</translation>
    </message>
    <message>
        <source>What computes; Automatic takes a graphics card where one can be used</source>
        <translation>Ce qui calcule ; Automatique prend une carte graphique si possible</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatique</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Processeur</translation>
    </message>
    <message>
        <source>NVIDIA graphics card (CUDA)</source>
        <translation>Carte graphique NVIDIA (CUDA)</translation>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation>Processeur graphique Apple (MPS)</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Matériel</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Avancé</translation>
    </message>
    <message>
        <source> ha</source>
        <translation> ha</translation>
    </message>
    <message>
        <source>Smaller parcels are left out (hectares)</source>
        <translation>Les parcelles plus petites sont omises (hectares)</translation>
    </message>
    <message>
        <source> m</source>
        <translation> m</translation>
    </message>
    <message>
        <source>How far an outline may move when it is simplified (metres); 0 keeps the steps of the pixels</source>
        <translation>Déplacement permis d’un contour lors de sa simplification (mètres) ; 0 garde les marches des pixels</translation>
    </message>
    <message>
        <source>Smallest parcel</source>
        <translation>Parcelle minimale</translation>
    </message>
    <message>
        <source>Simplify outlines</source>
        <translation>Simplifier les contours</translation>
    </message>
    <message>
        <source>Choose an output file in step 3.</source>
        <translation>Choisissez un fichier en sortie à l’étape 3.</translation>
    </message>
    <message>
        <source>The folder {} does not exist. Choose another output file in step 3.</source>
        <translation>Le dossier {} n’existe pas. Choisissez un autre fichier en sortie à l’étape 3.</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Exclure</translation>
    </message>
    <message>
        <source>Parcels</source>
        <translation>Parcelles</translation>
    </message>
</context>
<context>
    <name>RunStep</name>
    <message>
        <source>3  Run</source>
        <translation>3  Exécution</translation>
    </message>
    <message>
        <source>The environment comes first: see the top of this panel.</source>
        <translation>L’environnement d’abord : voyez le haut de ce panneau.</translation>
    </message>
    <message>
        <source>Waiting until the images are recognised.</source>
        <translation>En attente de la reconnaissance des images.</translation>
    </message>
    <message>
        <source>Add at least one Sentinel-2 image in step 1.</source>
        <translation>Ajoutez au moins une image Sentinel-2 à l’étape 1.</translation>
    </message>
    <message>
        <source>The run was cancelled. Nothing was written.</source>
        <translation>Traitement annulé. Rien n’a été écrit.</translation>
    </message>
    <message>
        <source>Done: {}</source>
        <translation>Terminé : {}</translation>
    </message>
    <message>
        <source>{} parcels were mapped.</source>
        <translation>{} parcelles ont été cartographiées.</translation>
    </message>
    <message>
        <source>No parcel was found. The reasons may stand in the warnings of step 4.</source>
        <translation>Aucune parcelle trouvée. Les avertissements de l’étape 4 peuvent dire pourquoi.</translation>
    </message>
    <message>
        <source>Outlines are those of {}. {}</source>
        <translation>Les contours sont ceux du {}. {}</translation>
    </message>
    <message>
        <source>Nothing was started. Choose another output file.</source>
        <translation>Rien n’a été lancé. Choisissez un autre fichier de sortie.</translation>
    </message>
    <message>
        <source>Choose another device: this one cannot compute.</source>
        <translation>Choisissez un autre matériel : celui-ci ne peut pas calculer.</translation>
    </message>
    <message>
        <source>Nothing was started. Choose another trained model under Advanced.</source>
        <translation>Rien n’a été lancé. Choisissez un autre modèle entraîné sous Avancé.</translation>
    </message>
    <message>
        <source>On that date {} % of the images&apos; ground is under clouds, where no parcel can be seen. A clearer date in step 2 shows it.</source>
        <translation>À cette date {} % du sol des images est sous les nuages, où aucune parcelle ne se voit. Une date plus claire à l’étape 2 le montre.</translation>
    </message>
</context>
<context>
    <name>ScoreView</name>
    <message>
        <source>Declared parcels by the crop mapped on them</source>
        <translation>Parcelles déclarées selon la culture qui y est cartographiée</translation>
    </message>
</context>
<context>
    <name>SeasonWidget</name>
    <message>
        <source>One season of growth is mapped at a time; dates outside it are left out</source>
        <translation>Une seule saison de croissance est cartographiée à la fois ; les dates en dehors sont écartées</translation>
    </message>
    <message>
        <source>The first date that is mapped</source>
        <translation>La première date cartographiée</translation>
    </message>
    <message>
        <source>The last date that is mapped</source>
        <translation>La dernière date cartographiée</translation>
    </message>
    <message>
        <source>to</source>
        <translation>au</translation>
    </message>
    <message>
        <source>Season</source>
        <translation>Saison</translation>
    </message>
    <message>
        <source>Harvest of {} · dates: {}</source>
        <translation>Récolte de {} · dates : {}</translation>
    </message>
    <message>
        <source>All dates</source>
        <translation>Toutes les dates</translation>
    </message>
    <message>
        <source>First and last date…</source>
        <translation>Première et dernière date…</translation>
    </message>
    <message>
        <source>Automatic: harvest of {}</source>
        <translation>Automatique : récolte de {}</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatique</translation>
    </message>
    <message>
        <source>⚠ The dates are of several seasons: {}. Map them one after the other.</source>
        <translation>⚠ Les dates sont de plusieurs saisons : {}. Cartographiez-les l’une après l’autre.</translation>
    </message>
    <message>
        <source>Dates outside {}: {}. They are not ticked under “Recognised”.</source>
        <translation>Dates hors de {} : {}. Elles ne sont pas cochées sous « Reconnu ».</translation>
    </message>
</context>
<context>
    <name>SeriesPlot</name>
    <message>
        <source>No image shows this parcel.</source>
        <translation>Aucune image ne montre cette parcelle.</translation>
    </message>
    <message>
        <source>this parcel, 10–90 % of its pixels</source>
        <translation>cette parcelle, 10–90 % de ses pixels</translation>
    </message>
    <message>
        <source>typical {} ± 1 std. dev.</source>
        <translation>{} typique ± 1 écart type</translation>
    </message>
    <message>
        <source>cloudy</source>
        <translation>nuageux</translation>
    </message>
    <message>
        <source>reference frame</source>
        <translation>image de référence</translation>
    </message>
    <message>
        <source>{}: {} (from {} to {})</source>
        <translation>{} : {} (de {} à {})</translation>
    </message>
    <message>
        <source>{} % of the parcel is clear</source>
        <translation>{} % de la parcelle est dégagé</translation>
    </message>
    <message>
        <source>typical {}: {} ± {}</source>
        <translation>{} typique : {} ± {}</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>Another project was opened meanwhile, so the parcels were not added to it. They are in {}.</source>
        <translation>Un autre projet a été ouvert entre-temps ; les parcelles n’y ont donc pas été ajoutées. Elles sont dans {}.</translation>
    </message>
</context>
<context>
    <name>SourceButtons</name>
    <message>
        <source>Add layers</source>
        <translation>Ajouter couches</translation>
    </message>
    <message>
        <source>Add every raster layer of the project that is not in the list yet</source>
        <translation>Ajouter toutes les couches raster du projet qui ne sont pas encore dans la liste</translation>
    </message>
    <message>
        <source>All raster layers of the project</source>
        <translation>Toutes les couches raster du projet</translation>
    </message>
    <message>
        <source>Selected layers</source>
        <translation>Couches sélectionnées</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Dossier…</translation>
    </message>
    <message>
        <source>Add a folder of images or a SAFE product; it need not be open in QGIS</source>
        <translation>Ajouter un dossier d’images ou un produit SAFE ; il n’a pas à être ouvert dans QGIS</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Ajouter des fichiers…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Take the selected rows out of the list; no file or layer is deleted</source>
        <translation>Retirer les lignes sélectionnées de la liste ; ni fichier ni couche n’est supprimé</translation>
    </message>
    <message>
        <source>A folder of images or a SAFE product</source>
        <translation>Un dossier d’images ou un produit SAFE</translation>
    </message>
    <message>
        <source>Images or zipped SAFE products</source>
        <translation>Images ou produits SAFE zippés</translation>
    </message>
    <message>
        <source>Rasters and archives (*.tif *.tiff *.jp2 *.vrt *.img *.nc *.zip);;All files (*)</source>
        <translation>Rasters et archives (*.tif *.tiff *.jp2 *.vrt *.img *.nc *.zip);;Tous les fichiers (*)</translation>
    </message>
</context>
<context>
    <name>StylingWidget</name>
    <message>
        <source>Colour is the crop; the fainter it is, the less sure is the crop</source>
        <translation>La couleur est la culture ; plus elle est pâle, moins la culture est sûre</translation>
    </message>
    <message>
        <source>Colour is how sure the crop is: red is doubtful, blue is sure</source>
        <translation>La couleur dit si la culture est sûre : rouge douteux, bleu sûr</translation>
    </message>
    <message>
        <source>Colour of the outline is how clearly it shows in the images: yellow is faint, violet is clear</source>
        <translation>La couleur du contour dit s’il se voit bien dans les images : jaune faible, violet net</translation>
    </message>
    <message>
        <source>Parcels whose crop is less sure than this are not drawn, and a click in the map does not find them. They stay in the layer.</source>
        <translation>Les parcelles dont la culture est moins sûre ne sont pas dessinées, et un clic sur la carte ne les trouve pas. Elles restent dans la couche.</translation>
    </message>
    <message>
        <source>Confidence at least</source>
        <translation>Confiance minimale</translation>
    </message>
    <message>
        <source>Hidden: {} of {} parcels.</source>
        <translation>Masquées : {} parcelles sur {}.</translation>
    </message>
</context>
<context>
    <name>TrainingDialog</name>
    <message>
        <source>Train on your own parcels</source>
        <translation>Entraîner sur vos parcelles</translation>
    </message>
    <message>
        <source>The model learns from the images of step 1 ({}) and from parcels whose crops are known, beginning with {}. A quarter of the parcels, in whole squares of ground, is held out to score it before and after. On a processor this takes from ten minutes to hours; you can go on working, and what is interrupted goes on later. A hundred parcels or more are worth it; with fewer, learn from labels instead.</source>
        <translation>Le modèle apprend des images de l’étape 1 ({}) et de parcelles dont les cultures sont connues, en partant de {}. Un quart des parcelles, par carrés entiers de terrain, est mis de côté pour l’évaluer avant et après. Sur un processeur cela prend de dix minutes à des heures ; vous pouvez continuer à travailler, et ce qui est interrompu reprend plus tard. Cela vaut la peine dès cent parcelles ; avec moins, apprenez plutôt des cultures connues.</translation>
    </message>
    <message>
        <source>Parcels</source>
        <translation>Parcelles</translation>
    </message>
    <message>
        <source>Parcels whose crops are known, such as LPIS, EuroCrops or your own survey</source>
        <translation>Parcelles dont les cultures sont connues, comme le RPG (LPIS), EuroCrops ou votre propre enquête</translation>
    </message>
    <message>
        <source>choose a layer</source>
        <translation>choisir une couche</translation>
    </message>
    <message>
        <source>Ground without a parcel is not taken for no field then</source>
        <translation>Le sol sans parcelle n’est alors pas pris pour « pas de champ »</translation>
    </message>
    <message>
        <source>Batches of tiles; more take longer</source>
        <translation>Lots de tuiles ; plus il y en a, plus c’est long</translation>
    </message>
    <message>
        <source>A new folder for the trained model</source>
        <translation>Un nouveau dossier pour le modèle entraîné</translation>
    </message>
    <message>
        <source>Choose where the trained model goes</source>
        <translation>Choisir où va le modèle entraîné</translation>
    </message>
    <message>
        <source>Training steps</source>
        <translation>Pas d’entraînement</translation>
    </message>
    <message>
        <source>Write to</source>
        <translation>Écrire dans</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Entraîner</translation>
    </message>
    <message>
        <source>Some fields are missing in the layer</source>
        <translation>Il manque des champs dans la couche</translation>
    </message>
</context>
<context>
    <name>TrainingWidget</name>
    <message>
        <source>Train on your own parcels…</source>
        <translation>Entraîner sur vos parcelles…</translation>
    </message>
    <message>
        <source>For those with many labels: train the model itself further, on your images and parcels</source>
        <translation>Pour ceux qui ont beaucoup de parcelles connues : entraîner plus loin le modèle lui-même, sur vos images et parcelles</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Stop; what is done is kept for later</source>
        <translation>Arrêter ; ce qui est fait est gardé pour plus tard</translation>
    </message>
    <message>
        <source>{} dates</source>
        <translation>{} dates</translation>
    </message>
    <message>
        <source>the model that comes with Doab</source>
        <translation>le modèle fourni avec Doab</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>En cours…</translation>
    </message>
    <message>
        <source>Stopped. The same training goes on from where it was when you start it again.</source>
        <translation>Arrêté. Le même entraînement reprend où il en était quand vous le relancez.</translation>
    </message>
</context>
<context>
    <name>UnlistedLayersNotice</name>
    <message>
        <source>Put these layers into the list</source>
        <translation>Mettre ces couches dans la liste</translation>
    </message>
    <message>
        <source>One raster layer of the project is not listed.</source>
        <translation>Une couche raster du projet n’est pas dans la liste.</translation>
    </message>
    <message>
        <source>{} raster layers of the project are not listed.</source>
        <translation>{} couches raster du projet ne sont pas dans la liste.</translation>
    </message>
    <message>
        <source>List them</source>
        <translation>Les ajouter</translation>
    </message>
    <message>
        <source>List it</source>
        <translation>L’ajouter</translation>
    </message>
</context>
<context>
    <name>ValidationStep</name>
    <message>
        <source>8  Validation</source>
        <translation>8  Validation</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparer</translation>
    </message>
    <message>
        <source>Score the result against the declared parcels, and write a report beside it</source>
        <translation>Évaluer le résultat d’après les parcelles déclarées, et écrire un rapport à côté</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>Arrêter la comparaison</translation>
    </message>
    <message>
        <source>Stopped. Nothing was written.</source>
        <translation>Arrêté. Rien n’a été écrit.</translation>
    </message>
    <message>
        <source>Show suspicious parcels</source>
        <translation>Afficher les parcelles suspectes</translation>
    </message>
    <message>
        <source>Add the declared parcels whose crop is probably wrong as a layer, the likeliest error first</source>
        <translation>Ajouter comme couche les parcelles déclarées dont la culture est probablement fausse, l’erreur la plus probable d’abord</translation>
    </message>
    <message>
        <source>Parcels whose crops are known, such as LPIS, EuroCrops or your own survey</source>
        <translation>Parcelles dont les cultures sont connues, comme le RPG (LPIS), EuroCrops ou votre propre relevé</translation>
    </message>
    <message>
        <source>choose a layer</source>
        <translation>choisir une couche</translation>
    </message>
    <message>
        <source>Mapped parcels that lie on no declared one are not counted as errors then</source>
        <translation>Les parcelles cartographiées qui ne sont sur aucune parcelle déclarée ne comptent alors pas comme erreurs</translation>
    </message>
    <message>
        <source>Declared parcels</source>
        <translation>Parcelles déclarées</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Comparaison…</translation>
    </message>
    <message>
        <source>Open the report</source>
        <translation>Ouvrir le rapport</translation>
    </message>
    <message>
        <source>Some fields are missing in the layer</source>
        <translation>Il manque des champs dans la couche</translation>
    </message>
    <message>
        <source>{} declared parcels count; the declared crop of {} of them is probably wrong.</source>
        <translation>{} parcelles déclarées comptent ; la culture déclarée de {} d’entre elles est probablement fausse.</translation>
    </message>
</context>
</TS>
