/** Merchants of Lithuania; the format is explained in table.ts. */
export const lithuania = `
food.groceries: Maxima, Maxima LT, Maxima X, Maxima XX | !Iki, Iki Lietuva, Palink, Iki Express | Rimi, Rimi Lietuva, Rimi Express, Rimi Mini @LT LV EE | !Norfa, Norfos mažmena, Norfa XL | Šilas, Aibė, Aibės mažmena | Barbora | Express Market, Expresas | Čia Market, Cia Market | Grustė, Gruste | Koops, Koop | Lastmile, LastMile | Vynoteka Maistas | !Kubas | Promo Cash and Carry, Promo Cash & Carry | Narvesen Maistas | Pas Bronių | Livinn Maistas | Assorti | Šviežia Maistas
food.bakery: Caif Cafe Kepykla | Mantinga, Mantingos kepinių | Holigans | Kepyklėlė, Kepykla | Fazer Lietuva | Biržų duona, Birzu duona | Vilniaus duona | Pilies kepyklėlė | Thierry Kepykla, Kepykla Thierry | Druska Miltai Vanduo | Brooklyn Brothers | Aldrija | Crustum | !Gardi | Pergalė, Pergalės saldainiai, Rūta saldainiai
food.specialities: Samsono mėsos, Samsonas | Biovela | Agaras | Utenos mėsa | Krekenavos agrofirma, Krekenavos | Dzūkijos mėsa | Halės turgus, Halės turgavietė | Kalvarijų turgus | Zarasų kopūstai | Linkėjimai iš kaimo | Livada | Vičiūnai, Vici
food.alcohol-tobacco: Vynoteka | Bottlery | Vyno klubas | Gėrimų pasaulis | Skonis ir kvapas | Philip Morris Baltic, IQOS | Tabako Skrynia | Alaus parduotuvė, Švyturio parduotuvė
food.restaurants: Čili Pizza, Čili Pica, Cili Pizza, Cili Holdings | Charlie Pizza | Katpėdėlė, Katpedele | Berneliu Užeiga, Bernelių Užeiga | Etno Dvaras, Forto Dvaras | Grill London, Grill Brazil | Jammi, Jammi Kebab | La Crepe, La Crêpe | Sugamour | Submarinas | !Delano, Delano Restoranas | Manami, Manami Sushi | Can Can Pizza, Can Can | Amber Food | Fortas Restoranas | Skonis Restoranas | Lokys Restoranas | Drama Burger
food.fast-food: Hesburger, Hesburger Lietuva @LT LV EE | Kebabai, Kebabinė, Kebabine | Express Pizza | Soya, Soya Asian | Wok to Walk Vilnius | Drive In Kebabai | Kuhmuu
food.cafes: Caffeine, Caffeine Lietuva, Reitan Convenience Lithuania | Vero Cafe, Vero Coffee House | Caif Cafe, CAIF | Huracan, Huracan Coffee | Backstage Cafe, Backstage Roasters | Taste Map | Coffee Inn | Chaika | Crooked Nose | Green Cafe
food.delivery: Bolt Food Lietuva | Wolt Lietuva, Wolt LT | Lėkštė | Foodout, foodout.lt
transport.fuel: Circle K, Circle K Lietuva @LT LV EE | Viada, Viada LT | Orlen Lietuva, Ventus Nafta | Neste Lietuva, Neste @LT LV EE | Emsi, EMSI | Baltic Petroleum | Stateta | Jozita | Skulas | Alauša, Alausa | Milda Degalinė | Kvistija | Takuras
transport.charging: Ignitis ON, Ignitis ON Įkrovimas | Inbalance Grid, Inbalance | Eldrive Lithuania, Eldrive
transport.public: JUDU, Susisiekimo paslaugos, Trafi Vilnius, JUDU bilietas | Vilniaus viešasis transportas, Vilniaus troleibusai | Kauno autobusai, Žiogas | Klaipėdos keleivinis transportas | Žiogas Kaunas | m.Ticket, mTicket | Panevėžio autobusų parkas | Busturas, Šiaulių Busturas
transport.taxi: eTaksi, E-taksi, etaksi | Ekipažas Taksi, Ekipazas | Smart Taxi | Uber Lithuania | Jazz Ekspresas
transport.parking: m.Parking, mParking | Stova, Stova Parking | Unipark, UniPark @LT LV | JUDU Parkavimas | Uniparkas | EuroPark Lietuva | Autostova | Parkdema
transport.tolls: Via Lietuva, Lietuvos automobilių kelių direkcija | Vinjetė, Kelių vinjetė, Vinjetes.lt | Smiltynės perkėla, Smiltynes perkela
transport.service: Autoaibė, Autoaibe | Melga, Autokurtas | Inter Cars Lietuva, Inter Cars | Auto Kada, AD Baltic | Padangų servisas, Padangos | Tokvila | Autobalitikum | Autofortas | Mobilvita | Moller Auto, Møller Auto | Bosch servisas, Bosch Car Service Lietuva | Švaros broliai, Svaros broliai | Plovykla, Autoplovykla, Savitarnos plovykla | Gerda auto
transport.sharing: CityBee, Citybee Solutions, Prime Leasing @LT LV EE | !Spark, SPARK Technologies | CarGuru, Carguru | Cyclocity Vilnius, Cyclocity | GoVilnius Paspirtukai | MyBee
transport.inspection: Tuvlita, TUVLITA | Techninė apžiūra, Techapžiūra, Techapziura | Regitra | Transporto studija | Vilniaus techninės apžiūros centras
transport.vehicle-purchase: Autoplius, autoplius.lt | SB Lizingas Auto, Swedbank lizingas | Luminor Lizingas | Longo, Longo LT | Autobrava | Krasta Auto
travel.flights: Avion Express | GetJet, GetJet Airlines | airBaltic, Air Baltic @LT LV EE
travel.rail: LTG Link, LTG LINK, Lietuvos geležinkeliai | Autobusų bilietai, Autobusubilietai, Autobusų stotis | Lux Express @LT LV EE | Ecolines @LT LV EE | Kautra, TOKS, Ollex | DFDS, DFDS Seaways | Tallink, Tallink Silja, AS Tallink Grupp | Stena Line
travel.agencies: Tez Tour, Teztour @LT LV EE | Novaturas, Novaturo kelionės | Itaka Lietuva | Kelionių organizatorius, Makalius, makalius.lt | West Express | Coral Travel Lietuva, Coral Travel | Join UP Baltic, Join UP | Estravel | Kiveda | Grūda
travel.lodging: Amberton | Park Inn Vilnius | Vanagupė, Vanagupe | Gradiali | SPA Vilnius Viešbutis | Ecotel | Vilnia Apartments
shopping.electronics: Topo centras, TOPO CENTRAS | Elesta | Euronics Lietuva, Euronics @LT LV EE | Avitela | Varlė, varle.lt, Varle | Skytech, skytech.lt | Kilobaitas | Senukai Digital, 1a.lt | BMS Megapolis | iDeal, iDeal LT, iDeal Group | Fotofabrikas | Elektromarkt
shopping.online: Pigu, pigu.lt, PHH Group | Vinted, Vinted UAB @LT DE | Kilo grupė | Lemona | Grynas | Trendyol Lietuva | Skelbiu, skelbiu.lt
shopping.department: Tiger Copenhagen Vilnius | Pepco Lietuva | Senukų Euronamai | Jysk Variety | Ekspresas Europa | Flying Tiger Lithuania | Gariūnai, Gariūnų turgus | Sena Nauja
shopping.books: !Vaga, Vagos knygynas | !Pegasas, knygynas Pegasas, Alma Littera Pegasas | Knygos.lt, Patogu pirkti | Eureka Knygynas | Humanitas knygynas | Lietuvos spauda | Narvesen @LT LV | Press Express | R kioskas, R-kioskas | Sofoklis | Biuro Pasaulis
shopping.clothing: Apranga, Apranga Group, Aprangos galerija | Audimas | !Lelija | Utenos trikotažas, About Utenos | Omniteksas | City Moda | Moda Polo | Ivory Apranga | Kastytis Moda | !Humana, Humana Lietuva
shopping.shoes: !Danija, Danija avalynė | Aprangos batai | Eurobatai, Euroskor | Batų namai | Bartek Vilnius | Ecco Lietuva
shopping.jewellery: Deimantė, Deimantinis | Auksinė karūna | Ars Auro | Goldsta | Laikrodžiai, Laiko ženklai | Vaidilutė Juvelyrika | Gintarinė, Gintaro galerija
shopping.gifts: Gėlių namai, Gėlės, Gėlių salonas | Gėlininkas | Gėlė Tau | Sidabrinė Dovana | Geros dovanos, geradovana.lt, Gera Dovana | Laisvalaikio dovanos, Laisvalaikio Dovanos | Gelu krautuvele
housing.home-improvement: Senukai, Kesko Senukai, Kesko Senukai Lithuania @LT LV EE | Moki Veži, Moki-veži, Makveža | !Depo, Depo DIY @LT LV EE | Ermitažas, Ermitazas | Topsten | Bauroc Vilnius | Decora Baltic | Lytagra, Sodo centras
housing.furniture: Baldai Jums, Baldai1 | Baldžius | Bobo Baldai | Magrės baldai, Magres baldai | Lauksva | Kėdainių baldai | Mėta baldai | Dormeo Lietuva | Aukštaitijos baldai | Berry Baldai | Fabijoniškių baldai | IKEA Vilnius, Felit
housing.service-charge: Civinity, Civinity Namai | Mano būstas, Manobustas, Mano Bustas | City Service, Naujamiesčio būstas | Jūsų namai, Būsto valda | Daugiabučio namo bendrija, Namo savininkų bendrija, DNSB | Šiaulių butai, Kauno butų ūkis, Butų ūkis | Butų ūkio
housing.security: G4S Lietuva, G4S | Argus apsauga | Ekskomisarų biuras | Apsaugos komanda
utilities.electricity: Ignitis, Ignitis UAB | Elektrum Lietuva, Elektrum | Perlas Energija | Enefit Lietuva, Enefit | ESO, Energijos skirstymo operatorius | Imlitex Energy
utilities.gas: Ignitis dujos | Intergas | Suskystintos dujos, Saurida
utilities.water: Vilniaus vandenys | Kauno vandenys | Klaipėdos vanduo | Šiaulių vandenys | Aukštaitijos vandenys | Dzūkijos vandenys | Sūduvos vandenys
utilities.heating: Vilniaus šilumos tinklai, Vilniaus energija | Kauno energija | Klaipėdos energija | Šiaulių energija | Panevėžio energija | Miesto gijos, Gijos | Litesko | Utenos šilumos tinklai
utilities.waste: VASA, Vilniaus atliekų sistemos administratorius, VAATC | Kauno švara | Ecoservice | Ekonovus | Kauno RATC, ŠRATC, Regiono atliekų tvarkymo centras | Švarinta
utilities.mobile: Bitė Lietuva, Bite Lietuva, !Bitė | Tele2, Tele2 Lietuva, Pildyk @LT LV EE | Telia Lietuva, !Telia, Ežys | Labas papildymas | Mezon
utilities.internet: Cgates | !Init, INIT Internetas | Splius | Penki Kontinentai | Balticum TV | Etanetas
utilities.television: Go3, TV3 Go3, All Media Lithuania @LT LV EE | Home3, Viasat Lietuva | Telia Play | LRT | Žmonės Cinema
utilities.other: Perlas paslaugos, Perlo paslaugos, Mokesta | Vienas langas, viena sąskaita | ManoGile
health.pharmacy: Eurovaistinė, Eurovaistine | Gintarinė vaistinė, Gintarine vaistine | Camelia, Camelia vaistinė, Nemuno vaistinė | !Benu, Benu vaistinė, BENU vaistinė | Apotheca vaistinė, Apotheka | Norfos vaistinė | Vaistinė, Vaistinė ABC | Ramunėlės vaistinė | Azeta, azeta.lt | Thymus vaistinė
health.doctors: Affidea Lietuva, Affidea | InMedica, Inmedica klinika | Northway, Northway medicinos | SK Impeks, SK Impeks medicinos | Kardiolita, Kardiolitos klinikos | Antėja, Anteja laboratorija | Medicina practica, Rezus.lt | !Hila | MediCA klinika, Medica klinika | Santaros klinikos | Kauno klinikos, LSMU Kauno klinikos | Centro poliklinika, Poliklinika | Baltijos-Amerikos klinika, !BAK | Endemik | Šeškinės poliklinika | Gerovės klinika
health.dentist: Odontologija, Odontologijos klinika, Dantų klinika | Denticija | Vivadens, VIVADENS | Orto Dent, Dento Vitalis | Šypsenos klinika | Grigo klinika
health.optician: Vision Express Lietuva | Fielmann Lietuva | Optometrijos centras | Optikos pasaulis | Pasaulio optika, Optika, Optikos salonas | Optio | Fila Optika | Lensway
health.hair-beauty: Kirpykla, Grožio salonas | Figaro kirpykla | Treatwell Lietuva | Style LT Salonas | Barzdyla | Bangos Kirpykla | Maestro Kirpykla
health.cosmetics: Drogas, Drogas LT @LT LV | Douglas LT | Kristiana, Sarma Kristiana | Sephora LT | eKosmetika, Grožio platforma | Biosola | Makeup.lt | Notino LT | Uoga Uoga | Margarita Kosmetika
health.wellness: Vichy vandens parkas, Aquadream | Druskininkų vandens parkas, Aqua Druskininkai | SPA Vilnius, Grand SPA Lietuva | Egzotika SPA | East Island
leisure.cinema: Forum Cinemas @LT LV EE | Multikino Lietuva, Multikino | Apollo kinas, Apollo Lietuva | Skalvija, Skalvijos kino centras | Pasaka, kino teatras Pasaka | Romuva kino centras | Garsas Kinas
leisure.events: Bilietai.lt, Nacionalinis bilietų platintojas | Tiketa, tiketa.lt | Bilietų platintojas, !Kakava, Kakava.lt | Zalgirio arena, Žalgirio arena, Žalgiris bilietai | Paysera Tickets | Lietuvos nacionalinis dramos teatras, LNDT | LNOBT | Keistuolių teatras | Kauno dramos teatras | Compensa koncertų salė
leisure.museums: MO muziejus, MO Museum | Valdovų rūmai | Nacionalinis muziejus | Lietuvos jūrų muziejus, Jūrų muziejus | Energetikos ir technikos muziejus | Trakų istorijos muziejus | Lietuvos zoologijos sodas, Zoologijos sodas
leisure.fitness: Lemon Gym, Lemongym @LT LV EE | Gym Plus, Gym+ @LT LV EE | !Impuls, Impuls LTU | Sportland gym | Sporto klubas, Sporto klubas Linija | Tony Resort Fitness | SportGates | Forma Sporto klubas | Stebby @LT LV EE | Baltų sportas
leisure.sports-goods: Sportland, Sportland LT @LT LV EE | Sportsdirect LT | Dviračių centras, Dviratis Plius | Velo Vilnius, Velomarketas | Medžioklė Žvejyba, Žvejų pasaulis, Salmo | Ambercore | Bikepower
leisure.gambling: TOPsport, Top Sport | Olifėja, !Perlas, Perlo loterija, Teleloto, Perlas Loterija | Betsafe, Betsson Lietuva | Orakulas | Olympic Casino, Olybet @LT LV EE | Lažybų punktas | 7bet | Unigames | Optibet Lietuva
family.toys: Žaislų planeta, Zaislu planeta | XS Toys, XS žaislai, Žaislai | Babycity, Baby City @LT LV EE | Kūdikių pasaulis, Kūdikis | Vaikų pasaulis | Bebe Mylė | Molis Žaislai
family.pets: !Kika, KIKA Group, KIKA zooparduotuvė | Zoobaze | Zoopreke, Zooprekės | Draugas Vet, Veterinarijos klinika | Jakovo veterinarijos centras, Jakovo VET | VetFirst | Mylista Gyvunai | Gyvūnų pasaulis
family.childcare: Lopšelis darželis, Vaikų darželis, Darželis | Pažinimo medis | Žiniukas Darželis | Kiškių darželis | Karalienės Mortos mokykla darželis
family.university: Vilniaus universitetas | !VU, Vytauto Didžiojo universitetas, VDU | Kauno technologijos universitetas, KTU | Vilnius Tech, VGTU | Mykolo Romerio universitetas | ISM universitetas, ISM Vadybos | Vilniaus kolegija, Kauno kolegija
finance.loan: General Financing, GF bankas | Bigbank, Bigbank Lietuva @LT LV EE | SB Lizingas, Šiaulių banko lizingas | Mokilizingas, Moki lizingas | Inbank Lietuva, Inbank @LT LV EE | Credit24, IPF Digital Lietuva | Vivus, Vivus Finance, 4finance | SMSpinigai, SMScredit | Fjord Bank | Paskolų klubas | Neo Finance, NEO Finance | !Savy, !SAVY
finance.instalments: ESTO, Esto LT @LT LV EE | Inbank lizingas | Mokėk dalimis
finance.debt-collection: Antstolis, Antstolio, Antstolių kontora | Julianus Inkasso, Gelvora | Intrum Lietuva, Intrum | Sergel Lietuva | Legal Balance | Creditinfo
insurance.other: Lietuvos draudimas, Lietuvos Draudimas AB | ERGO Lietuva, Ergo Insurance | BTA, BTA Baltic, BTA draudimas @LT LV EE | Gjensidige Lietuva, Gjensidige | If draudimas, IF P&C | Compensa Vienna, Compensa draudimas, Compensa | Balcia @LT LV EE | ADB Gjensidige | Draudimas.lt
insurance.life: Swedbank Life, Swedbank gyvybės draudimas | SEB gyvybės draudimas, SEB Life | Aviva Lietuva, Allianz Lietuva gyvybės | Compensa Life | PZU gyvybės | ERGO Life
insurance.pension: SEB pensija, III pakopa, Pensijų fondas | Luminor pensijų | INVL pensija
government.income-tax: VMI, Valstybinė mokesčių inspekcija
government.social-contributions: Sodra, VSDFV, VSDF valdyba, Valstybinio socialinio draudimo fondo valdyba
government.fees: Registrų centras, Registru centras | Migracijos departamentas | Savivaldybės administracija, Savivaldybė, Miesto savivaldybė | Lietuvos Respublikos ambasada
government.fines: Administracinė bauda, Policijos departamentas, Bauda
giving.charity: Maisto bankas | Blue Yellow, Blue/Yellow | Raudonos nosys | Gelbėkit vaikus | Caritas Lietuva, Carito | Mamų unija | SOS vaikų kaimai Lietuva, SOS vaikų kaimai | Išsipildymo akcija | Rugutė | Lesė | Penkta Koja | Maltos ordinas, Maltiečiai
giving.religion: Parapija, Parapijos
business.postage: Omniva @LT LV EE | LP Express, Lietuvos paštas, Unisend | Venipak @LT LV EE | DPD Lietuva | Itella, Smartpost Itella, Smartposti | Siuntos Autobusais
business.software: Rivilė, Rivile | Hostinger, Hostinger International | Interneto vizija, iv.lt | Serveriai, serveriai.lt | Centas, B1.lt
transfers.wallet: Paysera papildymas
finance.bank-fees: Sąskaitos administravimo mokestis, Paslaugų plano mokestis, Paslaugu plano mokestis | Paslaugų krepšelis, Paslaugų krepšelio mokestis | Kortelės mokestis, Kortelės administravimo
`;
