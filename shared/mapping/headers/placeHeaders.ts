import type { ConceptId } from '../concepts.ts'

/** Headers about where someone lives, by concept; `|` between them. Folded on load. */
export const placeHeaders: Partial<Record<ConceptId, readonly string[]>> = {
  address: [
    'address|street|street address|address 1|address line 1|address1|addr|mailing address|postal address|home address',
    'default address address1|billing address 1|billing address|shipping address|business street|address 1 street',
    'home street|street 1|address line1|billing address1|shipping street|billing street|shipping address1',
    'adresse|straße|strasse|straße hausnummer|straße und hausnummer|straße nr|anschrift|postanschrift|str',
    'rue|adresse postale|adresse 1|voie',
    'dirección|calle|domicilio|dirección postal|calle y número',
    'endereço|rua|morada|logradouro',
    'indirizzo|via|indirizzo postale',
    'adres|straat|straatnaam|straat en huisnummer|postadres',
  ],
  'address-2': [
    'address 2|address line 2|address2|street 2|apartment|apt|suite|unit|address line2|default address address2',
    'adresszusatz|complément d adresse|complemento|appartamento|toevoeging|address 1 extended address|business street 2',
  ],
  city: [
    'city|town|city town|locality|address city|default address city|billing city|business city|home city|address 1 city',
    'suburb|municipality|city name',
    'stadt|ort|wohnort|ville|commune|localité|ciudad|población|localidad|municipio',
    'cidade|localidade|città|comune|località|stad|plaats|woonplaats|gemeente',
  ],
  region: [
    'state|region|province|county|state province|state region|address state|billing state|default address province code',
    'province state|default address province|business state|home state|address 1 region|state code|province code|territory',
    'bundesland|kanton|land kanton|région|département|estado|provincia|comunidad autónoma|região|distrito|uf',
    'regione|provincie|regio|canton|prov',
  ],
  'postal-code': [
    'postal code|zip|zip code|zipcode|postcode|postalcode|post code|zip postal code|default address zip|billing zip',
    'billing postcode|business postal code|home postal code|address 1 postal code|postal|zip postal|address zip',
    'address zip postal code|zippostal code|pin code|pincode',
    'plz|postleitzahl|plz wohnort|code postal|cp|código postal|c p|cod postal',
    'cep|cap|codice postale|codice di avviamento postale|postcode|postnummer',
  ],
  country: [
    'country|country code|country region|nation|country name|address country|billing country|default address country',
    'default address country code|business country region|home country|address 1 country|country of residence|cc',
    'land|staat|herkunftsland|pays|pays de résidence|país|pais de residencia|paese|nazione|stato|ländercode',
  ],
}
