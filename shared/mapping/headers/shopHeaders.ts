import type { ConceptId } from '../concepts.ts'

/** Headers from shops and mailing programs, by concept; `|` between them. Folded on load. */
export const shopHeaders: Partial<Record<ConceptId, readonly string[]>> = {
  'customer-id': [
    'customer id|customer number|client id|customer no|external id|user id|contact id|member id|membership number|cust id',
    'member number|customerid|userid|record id|account number|crm id|customer ref|membership id|client number',
    'kundennummer|kundennr|kunden nr|kunden nummer|kd nr|kdnr|kd nummer|kunden id|mitgliedsnummer|mitgliedsnr|debitorennummer',
    'numéro client|n client|id client|code client|numéro de client|número de cliente|id cliente|id de cliente|nº cliente',
    'código do cliente|código cliente|codice cliente|numero cliente|klantnummer|klant id|klantnr|lidnummer',
  ],
  'orders-count': [
    'orders|orders count|total orders|number of orders|order count|purchases|no of orders|num orders|# of orders',
    'anzahl bestellungen|bestellungen|nombre de commandes|commandes|número de pedidos|pedidos|total de pedidos',
    'nb commandes|numero ordini|ordini|aantal bestellingen|bestellingen|historic number of orders|payment count',
  ],
  'total-spent': [
    'total spent|total spend|lifetime value|ltv|clv|revenue|total revenue|money spent|amount spent|spend|total sales',
    'customer lifetime value|historic customer lifetime value|total order value|total purchases value|lifetime revenue',
    'umsatz|gesamtumsatz|gesamtbetrag|gesamtausgaben|chiffre d affaires|total dépensé|montant total|ca total',
    'total gastado|gasto total|importe total|total gasto|valor total|totale speso|fatturato|spesa totale|importo totale',
    'totaal besteed|omzet|totale omzet|totaalbedrag',
  ],
  'last-order': [
    'last order|last order date|last purchase|last purchase date|date of last order|last ordered|most recent order date',
    'last order at|last purchased|date last order',
    'letzte bestellung|letzter kauf|datum letzte bestellung|letztes bestelldatum|dernière commande|dernier achat',
    'date de dernière commande|último pedido|última compra|fecha último pedido|data do último pedido|ultimo ordine',
    'data ultimo ordine|ultimo acquisto|laatste bestelling|laatste besteldatum|laatste aankoop|date dernière commande',
  ],
  'signed-up': [
    'created|created at|date created|create date|created date|subscribed at|subscribed on|subscription date|signup date',
    'sign up date|signed up|signed up at|date added|added|added on|added time|joined|join date|date joined|registered|registered at',
    'registration date|opt in date|optin time|opt in time|timestamp|submitted at|submission date|order date|date registered',
    'member since|customer since|profile created on|date subscribed|subscribed date|added at|submitted on|first seen',
    'signed up on|subscriber since|contact since|user since|profile created|confirm time|opted in at|consent date|email marketing consent timestamp|email consent timestamp|creation date',
    'angemeldet am|anmeldedatum|registriert am|registrierungsdatum|erstellt am|erstellungsdatum|eintrittsdatum|kunde seit',
    'mitglied seit|abonnent seit|zeitstempel|anmeldung am|hinzugefügt am|datum',
    'date d inscription|inscrit le|date de création|créé le|horodateur|membre depuis|date d adhésion|date d ajout',
    'fecha de alta|fecha de registro|fecha de creación|fecha de suscripción|marca temporal|fecha alta|alta',
    'data de cadastro|data de inscrição|data de registo|criado em|data de criação|carimbo de data hora',
    'data di iscrizione|data iscrizione|data di registrazione|iscritto dal|creato il|informazioni cronologiche',
    'aanmelddatum|aangemeld op|datum aanmelding|inschrijfdatum|aangemaakt op|tijdstempel|lid sinds|klant sinds',
  ],
  housekeeping: [
    'id|uuid|guid|row|row number|nr|no|index|euid|leid|member rating|rating|score|lead score|photo|avatar|password',
    'last changed|last updated|updated at|updated|modified|last modified|last modified date|last activity|last login',
    'last seen|optin ip|confirm ip|ip|ip address|signup ip|latitude|longitude|gmtoff|dstoff|timezone|time zone|cc region',
    'opens|clicks|open rate|click rate|emails sent|email opens|email clicks|emails received|emails opened|links clicked',
    'last opened|last clicked|last sent|first active|last active|email type|email format|email rating|sent',
    'email display name|e mail display name|card id|card last4|card brand|currency|delinquent|tax exempt|vat|vat number|contact owner|owner|lifecycle stage',
    'ticket|ticket type|quantity|event name|order|order no|order number|invoice|attendee|attendee no|ticket price',
    'attendance status|check in time|checked in|network id|response id|respondent id|submit date|start date utc|amount',
    'signup form|last sms|fax|fax number|lfd nr|laufende nummer|age|alter|âge|edad|idade|età|leeftijd|total',
    'lead status|customer group|user role|paid status|order status|payment status|attendee status|default payment method',
  ],
}
