/** Merchants of Romania; the format is explained in table.ts. */
export const romania = `
food.groceries: Mega Image, Shop and Go, Shop & Go, Mega Apuseni | !Profi, Profi Rom Food, Profi Loco, Profi City | Auchan, Auchan Romania, My Auchan, ATAC | La Cocos | La Doi Pasi | Artima | Cora Romania, Cora Hypermarche, Romania Hypermarche | Supeco | !Annabella, Diana Com | Selgros, Selgros Cash and Carry | Freshful | Bringo, Bringo Magazin | Sezamo | Unicarm | Zanfir | !Luca Market | XXL Mega Discount | Froo | Penny Market, Rewe Romania
food.bakery: !Luca, Patiseria Luca, Simigeria Luca, Covrigarie Luca | !Petru, Simigeria Petru | !Matei, Matei Patiserie | !Gigi, Covrigi Gigi, Covrigaria Gigi | Vel Pitar | Boromir | Ana Pan | Ganesa | French Bakery Romania | La Mama Cozonac | Chocolat, Cofetaria Chocolat | Alice Cofetarie | Grand Cofetaria Armand, Cofetaria Armand | Paul Romania
food.specialities: Angst, Angst Retail | Agricola Bacau | Casa Ardeleana | Meda Prod 98 | Carmistin, Carmangeria Carmistin | Macelaria Fox | Fox Com Serv Distribution | Plafar | Cris Tim, Cristim | Casa de Insecte Comestibile
food.alcohol-tobacco: Inmedio Tutun | Tabac Xpress | Crama Ceptura Shop | Vinexpert | Drinkz | Finestore, Finestore RO | Corks Wine
food.restaurants: Trattoria Il Calcio, Il Calcio | La Mama Restaurant | Caru cu Bere, Caru' cu Bere | City Grill, Grill Catering | Hanu Berarilor | Casa Doina | La Placinte | Pizza Hut Romania, American Restaurant System | Vacamuuu | Pescariva | Hard Rock Cafe Bucuresti | Zexe Zahana | Aubergine Bucuresti
food.fast-food: Spartan, Spartan Restaurants | Salad Box, Saladbox | Dristor Kebab, Dristor | Springtime, Spring Time | Noodle Pack | Mesopotamia, Mesopotamia Restaurant | Jerrys Pizza, Jerry's Pizza | Pui la Rotisor | Taco Bell Romania | Socului Shaorma, Shaormeria Socului | Calif, Shaormeria Calif | Shaorma Baneasa
food.cafes: 5 to go, Five to go | Ted's Coffee, Teds Coffee Co | Tucano Coffee, Tucano | Gloria Jeans Romania | Meron Coffee, !Meron | Origo Coffee | Narcoffee Roasters | Two Minutes Coffee | Beans and Dots, Beans & Dots
food.delivery: Tazz, Tazz by eMAG, Eucemananc | Bolt Food Romania | Foodpanda Romania, Foodpanda | Glovoapp RO, Glovo Romania
transport.fuel: Petrom, OMV Petrom Marketing | Rompetrol, Rompetrol Downstream | Lukoil Romania, Lukoil | Mol Romania, MOL RO | Socar Romania, Socar Petroleum | Gazprom NIS Petrol, NIS Petrol | Oscar Downstream, Oscar Diesel | Smart Diesel
transport.public: STB SA, STB Bucuresti, Societatea de Transport Bucuresti | Metrorex | RATB | CTP Cluj, Compania de Transport Public Cluj, CTP Cluj Napoca | RATBV, RATBV Brasov | STPT Timisoara, Societatea de Transport Public Timisoara | SCTP Iasi, CTP Iasi | RAT Craiova, RATC | 24pay, 24 Pay | Tursib Sibiu, Tursib | OTL Oradea, Oradea Transport Local
transport.taxi: Star Taxi, Star Storage Taxi | Speed Taxi | Clever Taxi, !Clever | Black Cab, Blackcab | Cris Taxi | Meridian Taxi
transport.parking: TPark, TPARK SMS | AmParcat, Am Parcat | Parking Plus | CMPB, Compania Municipala Parking Bucuresti, Parking Bucuresti | SMS Parking Romania | Apcoa Parking Romania
transport.tolls: CNAIR, Compania Nationala de Administrare a Infrastructurii Rutiere | Roviniete, eRovinieta, Rovinieta, Roviniete.ro | UntRR | Taxa de pod, Peaj Fetesti
transport.service: Autonet Mobility, Autonet Import | Unix Auto Romania | Autokarma, Auto Karma | Augsburg International | !Vulco, Anvelope Vulco | ePiesa, ePiesa.ro | Auto Total | Materom | Bosch Car Service Romania | Automobile Bavaria Service | Norauto Romania | Anvelope Oltean
transport.vehicle-purchase: Autovit, Autovit.ro | Porsche Leasing Romania | BT Leasing, BT Leasing Transilvania | UniCredit Leasing Romania | Raiffeisen Leasing Romania | Tiriac Auto | Radacini Motors | AutoKlass, Auto Klass
transport.inspection: !RAR, Registrul Auto Roman | ITP Auto, Statie ITP, Inspectie ITP
travel.flights: Tarom, Tarom SA | Blue Air | HiSky, Hi Sky | Animawings, Anima Wings | Dan Air Romania
travel.rail: CFR Calatori, CFR Bilete | Softrans | InterRegional Calatori | Autogari, Autogari.ro | Memento Bus | Fany Prestari Servicii, Fany Transport | Flixbus Romania | Atlassib | Transferrapid | Dacos
travel.agencies: Eturia | Christian Tour, Christian 76 Tour | Paralela 45 | Vola, Vola.ro | Dertour Romania | Eximtur | Aerocenter | Travel Planner | Fly Go Voyager, FlyGo | Vacanta Express | Karpaten Turism | Cocktail Holidays
shopping.electronics: Altex, Altex Romania | Media Galaxy | Flanco, Flanco Retail | PC Garage, PCGarage | Evomag, Evo Mag | CEL.ro, Corsar Online | iStyle Romania | Vexio | Quickmobile, Quick Mobile | ITGalaxy, IT Galaxy | iCentre Romania
shopping.online: eMAG, Dante International, emag.ro | OLX Romania, OLX Online Services | Fashion Days, Fashiondays | !Elefant, elefant.ro | Vivre, Vivre Deco | Libris.ro Marketplace | Trendyol Romania | FashionUp
shopping.books: Carturesti, Libraria Carturesti | Humanitas, Libraria Humanitas | Diverta, DOL Diverta | !Libris, Libris.ro | Bookzone | Compania de Librarii Bucuresti | Libraria Eminescu | Inmedio, Relay Inmedio, Lagardere Travel Retail Romania | Anticexlibris | Librarie Net, Librarie.net | !Nemira
shopping.clothing: Jolidon | Braiconf | Kenvelo Romania | Tina R | !Nissa | I.D. Sarrieri | Lee Cooper Romania | Bigotti | !Poema | Answear, Answear.ro | Rhea Costa
shopping.shoes: !Musette | Marelbo | Benvenuti | !Otter, Otter Distribution | Leofex | Epantofi, Epantofi.ro, Modivo Romania | Il Passo, IlPasso | Clarks Romania | Denis Shoes
shopping.jewellery: Teilor, Bijuteria Teilor | !Sabion, Bijuteria Sabion | Bijuteria Mada, Mada Ivan | B&B Collection | Coriolan, Coriolan Verighete | !Cellini | !Malvensky | Watchshop Romania | Bijuteria Splendor
shopping.gifts: !Floria, Floria.ro | !Magnolia, Floraria Magnolia | Floridelux | Floraria Iris | Carturesti Cadouri | !Kaleya
housing.home-improvement: Dedeman, Dedeman SRL | Arabesque | Brico Depot, Bricostore, Brico Dépôt | Mathaus | !Ambient, Ambient Sibiu | Hornbach Romania, Hornbach Centrala | Leroy Merlin Romania | MatHaus Online | Bricomix
housing.furniture: Mobexpert | Lemet, !Lems | Casa Rusu, Mobila Casa Rusu | Elvila | Kika Romania | !Naturlich | Mobila Dalin, Mobila One | SomProduct, Somproduct | Staer, Mobila Staer | Vivrehome
housing.service-charge: Asociatia de Proprietari, Asoc Proprietari, Asociatia de Locatari | eBloc, E-bloc, Xisoft | Xenadmin | Homefile
utilities.electricity: Electrica Furnizare, Electrica SA | Enel Energie, Enel Energie Muntenia | PPC Energie, PPC Energie Muntenia | Hidroelectrica | CEZ Vanzare, CEZ Romania | Premier Energy Romania | Evryo Power | Nova Power and Gas, Nova Power & Gas | Tinmar Energy | Restart Energy | Monsson Trading
utilities.gas: Engie Romania, Engie | Distrigaz, Distrigaz Sud | E.ON Energie Romania, Eon Energie, E.ON Gaz | MET Romania Energy | Romgaz | Gaz Vest
utilities.water: Apa Nova, Apa Nova Bucuresti | Compania de Apa Somes, Apa Somes | Aquatim | Apavital, Apa Vital | Apa Canal, Apa Canal Sibiu | Compania de Apa | RAJA Constanta, RAJA SA | Compania Apa Brasov, Apa Brasov | Aquaserv | Apa Oltenia
utilities.heating: Termoenergetica, CMTEB, Compania Municipala Termoenergetica | RADET | Colterm | Termoficare Oradea | Veolia Energie Iasi, Veolia Energie Romania
utilities.waste: !Supercom, Supercom SA | Romprest, Compania Romprest | Urban SA, Urban Salubrizare | Rosal, Rosal Grup | !Retim, Retim Ecologic | Salubris, Salubris Iasi | Brantner Romania | Supercom Cluj | Iridex | Polaris M Holding | Comprest
utilities.mobile: Orange Romania, !Orange | Vodafone Romania | Telekom Romania, Telekom Romania Mobile | Digi Mobil | Lycamobile Romania
utilities.internet: Digi Romania, RCS RDS, RCS & RDS, RCS si RDS | UPC Romania | Nextgen Communications | Orange Romania Communications | INES Group
utilities.television: Focus Sat, Focus SAT Romania | Antena Play, AntenaPLAY | Voyo Romania, Voyo
health.pharmacy: Catena, Farmacia Catena, Catena Hygeia | Sensiblu, Farmacia Sensiblu, Sensi Blu | Help Net, Farmacia Help Net, HelpNet | Dr Max Romania, Farmacia Dr Max, Dr. Max | !Dona, Farmacia Dona, Siepcofar | Farmacia Tei, Farmaciile Tei, Tei Plus | Ropharma | Farmacia Belladonna | !Remedio, Farmacia Remedio | Minifarm | Spring Farma, Springfarma | Farmacia Vlad | Farmacia Alphega, Alphega | Napofarm | Farmacia Ducfarm, Ducfarm | Gedeon Richter Farmacia
health.doctors: Regina Maria, Centrul Medical Unirea | MedLife, Med Life | Synevo, Synevo Romania | Medicover Romania, Medicover | Bioclinica | Medsana | !Arcadia, Arcadia Hospital | Sanador | Gral Medical | Affidea Romania, Affidea | Clinica Sante, Clinicile Sante | Medstar | Polisano | Provita | Medima Health | Hiperdia | Donna Medical Center | Solomed | Bioterra Med
health.dentist: Dental Excellence | Dent Estet, Dentestet | Clinicile Dr Leahu, Dr Leahu | Trident Clinica | Dental Med Bucuresti
health.optician: Optiblu | Lensa, Lensa.ro | Optical Network | Optiplaza | Veranda Optic | Opticris, Opti Cris | Clarvision
health.hair-beauty: Gett's, Getts Hair | Beauty District | Hair Studio Geta Voinea, Salon Geta Voinea | Barbierul Bucuresti
health.cosmetics: Sephora Romania | Marionnaud Romania | Melkior | Farmec, Farmec Gerovital | Notino Romania, notino.ro | Makeup.ro | Douglas Romania
health.wellness: Therme Bucuresti, Therme Nord | Orhideea Spa | Nymphaea, Aquapark Nymphaea | Salina Turda
leisure.cinema: Cinema City Romania, Cinema City | Cineplexx Romania | Happy Cinema | Cortina Cinema, Cortina Digiplex | Cinema Pro
leisure.events: iabilet, iabilet.ro | Eventim Romania | Entertix | Untold Festival, Untold | Electric Castle | Teatrul National, TNB, Teatrul National Bucuresti | Teatrul Bulandra | Opera Nationala | Filarmonica George Enescu | Bilete.ro | Kompostor | Emagia | Neversea
leisure.fitness: World Class Romania, World Class | 18GYM, 18 Gym | Stay Fit, Stay Fit Gym | 7Card, 7 Card, Benefit Systems Romania | Esx, ESX Romania | Smartfit Romania | Nr1 Fitness | Fitness One
leisure.sports-goods: Hervis, Hervis Sports | Sport Vision Romania | Sportisimo Romania | Himalaya, Himalaya Outdoor | Explorer Sport
leisure.gambling: Superbet | Betano, Kaizen Gaming Romania | Casa Pariurilor | Loteria Romana, Compania Nationala Loteria Romana | Fortuna Romania, eFortuna | Maxbet, Max Bet | NetBet Romania | Unibet Romania | Stanleybet, Stanley Bet | Winbet Romania | Vlad Cazino | Get's Bet, Gets Bet, GetsBet | Las Vegas Games, Admiral Romania
family.toys: Noriel | Smyk Romania, Smyk | Bebe Tei, Bebetei | Nichiduta | ErFi | Baby Neeeds | Jumbo Romania, Jumbo EC.R | Toys Romania | Bebelissimo
family.pets: Animax | Petmart, Pet Mart | Maxi Pet, Maxi-Pet | Zoocentrum | ZooPlanet | Pentru Animale, pentruanimale.ro | Petru Pet | Joyvet, Joy Vet
family.university: Universitatea din Bucuresti | Universitatea Babes Bolyai | ASE Bucuresti, Academia de Studii Economice | Universitatea Politehnica | Universitatea de Medicina si Farmacie | Universitatea de Vest | Universitatea Titu Maiorescu | Universitatea Transilvania
finance.loan: Provident Financial Romania, Provident Financial | Cetelem Romania, Cetelem | TBI Bank Romania, TBI Bank, TBI Credit | Credit Europe Ipotecar | Viva Credit | Ferratum Romania | iCredit | Hora Credit | Ocean Credit | BRD Finance, BRD Sogelease | UniCredit Consumer Financing
finance.debt-collection: Kruk Romania | EOS KSI, EOS KSI Romania | Intrum Romania | APS Romania | Executor Judecatoresc, BEJ, SCPEJ, Birou Executor Judecatoresc
insurance.vehicle: City Insurance | Euroins Romania | Hellas Direct Romania | Axeria Iard Romania | Grawe Romania
insurance.other: Omniasig | Allianz Tiriac, Allianz-Tiriac | Asirom | Groupama Asigurari | Generali Romania | Gothaer Romania | Signal Iduna Romania | Uniqa Asigurari | BCR Asigurari | Asigurare.ro
insurance.life: NN Asigurari de Viata, NN Asigurari | Metropolitan Life Romania, MetLife Romania | BCR Asigurari de Viata | BRD Asigurari de Viata | Signal Iduna Asigurari
insurance.home: PAID, Pool ul de Asigurare, Polita PAD | PAD Asigurare Locuinta
insurance.pension: NN Pensii | BCR Pensii | AZT Viitorul Tau | Pensie Facultativa, Pilon III
government.tax-other: ANAF, Agentia Nationala de Administrare Fiscala | Trezoreria, Trezoreria Statului, Trezorerie Operativa | Ghiseul.ro, Ghiseul
government.property-tax: DITL, DITL Sector, Directia Impozite si Taxe Locale | Directia Generala Impozite si Taxe Locale, DGITL | Impozite si Taxe Locale | Directia Fiscala Brasov
government.fees: Oficiul National al Registrului Comertului, ONRC | Primaria, Primaria Municipiului | OCPI, Oficiul de Cadastru | Directia Generala de Pasapoarte | DRPCIV | Consulatul Romaniei
giving.charity: Salvati Copiii | Hospice Casa Sperantei | Daruieste Viata, Asociatia Daruieste Viata | Crucea Rosie Romana | Asociatia MagiCAMP, Magicamp | SOS Satele Copiilor Romania | World Vision Romania | Hope and Homes for Children Romania | Casa Share | Vier Pfoten Romania
giving.religion: Parohia Ortodoxa, Parohia | Patriarhia Romana, Arhiepiscopia
business.postage: Fan Courier, FAN Courier Express | Sameday, Sameday Courier, Delivery Solutions | Cargus, Urgent Cargus | Posta Romana, CN Posta Romana, Compania Nationala Posta Romana | DPD Romania | GLS Romania | Nemo Express
business.software: SmartBill, Smart Bill, Intelligent IT | Saga Software, Saga C | Oblio, Oblio Software | Romarg | Hostico | Xservers | FGO
finance.bank-fees: Comision administrare cont, Comision lunar administrare | Comision retragere numerar, Comision interogare sold | Taxa administrare cont
transfers.exchange: Schimb valutar, Casa de schimb valutar
`;
