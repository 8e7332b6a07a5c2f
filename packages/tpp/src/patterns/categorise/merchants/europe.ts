/** Merchants of many European countries; the format is explained in table.ts. */
export const europe = `
food.groceries: Lidl, Lidl Discount, Lidl sagt danke, Lidl Dienstleistung | Kaufland Romania | Carrefour, Carrefour Express, Carrefour Market | !Spar, Interspar, Eurospar | !Penny, Penny Market | Auchan Retail | Tesco, Tesco Stores | Sainsbury's, Sainsburys | Waitrose | Asda | Morrisons | Albert Heijn | Jumbo Supermarkten | Biedronka | Zabka | Mercadona | Conad | Esselunga | Coop, Coop Supermarket | Migros | Billa | Hofer KG, !Hofer | Intermarche | E.Leclerc, Leclerc | Monoprix | Franprix | Delhaize | Colruyt | Prisma Peremarket | K-Market, K-Supermarket | ICA Supermarket, Willys | Marks and Spencer Simply Food, M&S Simply Food | 7 Eleven, 7-Eleven | Dino Polska
food.bakery: Paul Boulangerie | Pret A Manger | Greggs | Krispy Kreme | Lindt, Lindt & Sprüngli | Leonidas | Godiva
food.alcohol-tobacco: Majestic Wine | Nicolas Vins | Drankdozijn | Vinmonopolet | !Alko, Systembolaget
food.restaurants: Pizza Hut | Nando's, Nandos | Wagamama | Hard Rock Cafe | TGI Fridays | Vapiano SE | YO Sushi
food.fast-food: McDonald's, Mc Donalds, McDonalds Restaurant | KFC, Kentucky Fried Chicken | Burger King | !Subway | Domino's Pizza, Dominos Pizza | Five Guys | Taco Bell | Popeyes | Papa John's, Papa Johns | Wendy's | Pizza Express | Quick Burger | Max Burgers | Shake Shack
food.cafes: Starbucks, Starbucks Coffee | Costa Coffee | Caffe Nero | Dunkin, Dunkin Donuts | Tim Hortons | Espresso House | Joe and the Juice, Joe & The Juice | Illy Caffe | Nespresso
food.delivery: Glovo, Glovoapp | Wolt, Wolt Oy | Bolt Food | Uber Eats, UberEats | Deliveroo | Just Eat | Takeaway.com | Foodora
transport.fuel: Shell, Shell Station | OMV | !BP, BP Station, BP Express | TotalEnergies Station, Total Station | Repsol | Eni Station, Agip | Esso Express | Q8, Kuwait Petroleum | Orlen | !MOL, MOL Plc | Cepsa | Statoil | Lukoil Europa | Circle K Europa
transport.charging: Ionity | Tesla Supercharger, Tesla Charging | Chargepoint | Elli Charging | Enel X, Enel X Way | Fastned BV | Be Charge
transport.public: Transport for London, TFL Travel, TFL | RATP | Wiener Linien | GVB Amsterdam | OV Chipkaart, NS Reizigers | ATM Milano | BKK Budapest | ZTM Warszawa | Rejseplanen, DSB Kort
transport.taxi: !Uber, Uber Trip, Uber BV | !Bolt, Bolt EU, Bolt Operations, Bolt.eu, Bolt Ride | FreeNow Europe | Cabify | Yandex Taxi, Yandex.Taxi
transport.parking: EasyPark Europe | Indigo Park | RingGo
transport.tolls: Autostrade per l'Italia | Telepass | DarsGo | Edalnice | BulgariaToll, Bgtoll | Vinci Autoroutes, Sanef, APRR | e-Matrica, Nemzeti Utdijfizetesi
transport.sharing: !Lime, Lime Ride, LIM RIDE | !Voi, Voi Technology | TIER, Tier Mobility | Bird Rides | !Dott | Bolt Scooter, Bolt Drive | BlaBlaCar, Bla Bla Car | Zipcar | Getaround
travel.flights: Ryanair | Wizz Air, Wizzair | easyJet, Easy Jet | British Airways | KLM, KLM Royal Dutch | Air France | Turkish Airlines, THY | !Pegasus Airlines, Flypgs | Austrian Airlines | SWISS International | LOT Polish Airlines, LOT Polskie | Vueling | Norwegian Air | Finnair | !Emirates, Emirates Airline | Qatar Airways | Iberia | TAP Air Portugal | SAS Scandinavian | Transavia | Aegean Airlines | Azerbaijan Airlines, AZAL | flydubai, Fly Dubai | ITA Airways | Etihad
travel.lodging: Booking.com, !Booking, Hotel at Booking | Airbnb | Hotels.com | Agoda | Ibis, Ibis Hotel | Novotel | Mercure, Mercure Hotel | Hilton, Hilton Hotels | Marriott | Radisson, Radisson Blu | Holiday Inn | Best Western | Hostelworld | NH Hotels | Sheraton | Hyatt | Accor, AccorHotels | Premier Inn | Park Inn | Ramada | Vrbo, FeWo-direkt | !Sofitel | InterContinental
travel.rail: Omio | Eurostar | SNCF, SNCF Connect | Trenitalia, Italo Treno | OBB, ÖBB | Trainline | PKP Intercity | Regiojet | Renfe | MAV Start | Eurolines | Viking Line | GetByBus
travel.agencies: Expedia | Kiwi.com, Kiwi com | eDreams | Opodo | lastminute.com, Lastminute | Trip.com | GetYourGuide, Get Your Guide | Viator | Esky | Gotogate | Skyscanner | Mytrip | Tripadvisor | Klook | Sunweb
travel.car-rental: Hertz | !Avis, AVIS Budget | Europcar | Enterprise Rent a Car | Budget Rent a Car | Rentalcars.com, Rentalcars | Discover Cars, DiscoverCars | Green Motion | Goldcar | Klass Wagen | Autonom Rent
shopping.clothing: Zara, Zara Home | H&M, H & M, H and M, Hennes & Mauritz, Hennes Mauritz | C&A, C & A | Primark | !Reserved, LPP Retail | New Yorker | Bershka | Stradivarius | Pull & Bear, Pull and Bear, Pull&Bear | !Mango, MNG Mango | Massimo Dutti | LC Waikiki | Sinsay | Mohito | Cropp | !House Brand LPP | Uniqlo | Levi's, Levis, Levi Strauss | Tommy Hilfiger | Calvin Klein | !Guess | Benetton, United Colors of Benetton | Tezenis | Intimissimi | Calzedonia | Oysho | Zalando, Zalando Payments, Zalando SE | ASOS | Shein, SHEIN | Boozt | COS Store, COS | Arket | Weekday | !Gant | Lacoste | Marks & Spencer, Marks and Spencer | TK Maxx, TKMaxx | Peacocks | Vero Moda, Jack & Jones, Bestseller | Koton | Defacto, DeFacto | Superdry | Napapijri | Inditex | Answear.com
shopping.shoes: CCC, CCC Shoes | Aldo Shoes | Geox | ECCO | Skechers | Foot Locker, Footlocker | Office Shoes | Humanic | Timberland | Dr Martens | Samsonite | Crocs | Eobuv, Escarpe, eobuwie | Salamander
shopping.electronics: Apple Store, Apple Retail | Samsung Electronics, Samsung Shop | MediaWorld | Fnac Darty, Fnac | Currys | Elgiganten, Elkjop | X-kom | Alza, Alza.cz | Xiaomi Store, Mi Store | Huawei Store | !Dyson | Mall.cz | Coolblue | !Bose | Swappie
shopping.online: Amazon, AMZN Mktp, AMZN, Amazon.de, Amazon Payments, Amazon EU, Amazon Marketplace | eBay, EBAY O | AliExpress, Aliexpress.com, Alipay Aliexpress | Temu, Temu.com, Whaleco | Allegro, Allegro.pl | Etsy, Etsy.com | !Wish, Wish.com | Trendyol | Bol.com | Cdiscount | Alibaba | Banggood | Veepee | !Joom | Vinted Europa
shopping.department: !Action, Action Markt, Action Romania | Pepco | Flying Tiger, Tiger Copenhagen | Miniso | !Normal, Normal A/S | John Lewis | Harrods | Galeries Lafayette | El Corte Ingles | La Redoute | Stokker Variety | Sinsay Home | Costco | Poundland, Dealz | Heinemann Duty Free, Dufry, World Duty Free
shopping.books: Waterstones | Blackwell's | WHSmith, WH Smith | Relay Store | Audible, Audible GmbH | Kindle Svcs, Amazon Kindle | New York Times, NYTimes | Financial Times, The Economist | Paper Republic | Moleskine
shopping.jewellery: Pandora, Pandora Jewelry | Swarovski | Swatch | Tissot | Thomas Sabo | !Apart | Cartier | Parfois Bijou | !Fossil
shopping.gifts: Interflora | Moonpig | Flowwow | Funko Shop
shopping.second-hand: Vestiaire Collective | ThredUp | Depop | Cash Converters | Humana Second Hand
housing.furniture: IKEA, Ikea | JYSK | Maisons du Monde | Conforama | Westwing | Zara Home Store | H&M Home | Sostrene Grene | Kika Möbel | Made.com
housing.home-improvement: Leroy Merlin | Castorama | Hornbach Baumarkt Europa | B&Q | Screwfix | Praxis Bouwmarkt | OBI Europa | K-Rauta | Bauhof
housing.security: Verisure, Securitas Direct, Securitas
utilities.mobile: Vodafone | T-Mobile | Lycamobile | Lebara | Airalo | Holafly | Three UK, O2 UK, EE Limited
utilities.internet: Starlink, Starlink Internet | Surfshark | NordVPN, Nord VPN, Nordsec | ExpressVPN | Proton AG, Proton Mail
health.pharmacy: Dr. Max, Dr Max | !Boots | Benu Apotheek | Phoenix Apotheke
health.doctors: Medicover | Affidea | Synevo | Unilabs
health.optician: Specsavers | Vision Express | Grand Optical, GrandOptical | Alensa | Fielmann Europa | Lensbest
health.cosmetics: Sephora | Douglas, Douglas Cosmetics | Notino | The Body Shop, Body Shop | L'Occitane, Loccitane | Yves Rocher | !Lush, Lush Cosmetics | Kiko Milano, !Kiko | MAC Cosmetics | Oriflame | Avon Cosmetics | Superdrug | Lookfantastic | Inglot | Flormar | Watsons | Etos, Kruidvat
leisure.streaming: Netflix, Netflix.com, Netflix International | Spotify, Spotify AB | HBO Max, HBO Europe, help.max.com, HBOMAX | Disney Plus, Disney+, DisneyPlus | Amazon Prime, Prime Video, AMZN Prime, Amazon Prime Video | YouTube Premium, Google YouTube, YouTube, YouTubePremium | Apple Music, Apple TV | Deezer | Tidal Music | SkyShowtime | Crunchyroll | !Twitch | Storytel | SoundCloud | Paramount Plus | Mubi | DAZN | Patreon | OnlyFans
leisure.games: !Steam, Steam Purchase, Steamgames.com, Valve | PlayStation, PlayStation Network, Sony Interactive, Playstationnetwork | Xbox, Microsoft Xbox | Nintendo, Nintendo eShop | Epic Games | Roblox | Google Play, Google Play Apps | Apple.com/bill, App Store, Apple Services, iTunes, ITUNES.COM | Blizzard | Riot Games | EA Games, Electronic Arts | Supercell | GOG.com | Ubisoft | Mojang, Minecraft | Wargaming | G2A | Tinder | Candy Crush, King.com
leisure.cinema: Cineworld | Odeon | Cineplexx | Pathe Cinema | UGC Cine | Helios Kino
leisure.events: Ticketmaster | Eventbrite | Viagogo | Ticketswap | Fever Up, Feverup | See Tickets | StubHub
leisure.museums: Disneyland, Disneyland Paris | Legoland | Madame Tussauds | Louvre | Tiqets | Aquarium Sea Life, Sea Life
leisure.fitness: Basic-Fit, Basic Fit | PureGym | Gymshark Fit | Strava | Zwift | Planet Fitness | Les Mills
leisure.sports-goods: Decathlon | Intersport | Sports Direct, SportsDirect | JD Sports | Adidas | Nike, Nike Retail | Puma Store | Under Armour | The North Face | Columbia Sportswear | Salomon | Sport Vision | Asics | Bikester | XXL Sport | New Balance
leisure.hobbies: Games Workshop | Hobbycraft | Flying Tiger Hobby | Fotolia Print | Photobox
leisure.gambling: Bet365 | Bwin | Unibet | PokerStars | William Hill | 888 Casino, 888casino | Betfair | 1xbet, 1xBet | Stake.com | Betway | EuroMillions | Melbet
family.toys: LEGO, Lego Store | Hamleys | Smyths Toys Europa | Mothercare | Chicco | Imaginarium | Toys R Us
family.courses: Udemy | Coursera | Duolingo | Babbel | Preply | Skillshare | MasterClass | Italki | British Council | DataCamp | EF Education First | Pluralsight | edX
family.pets: Zooplus | Fressnapf | Maxi Zoo | Bitiba | Pets at Home
finance.instalments: Klarna, Klarna Bank | Afterpay | Scalapay | Clearpay | Alma Paiement | Twisto | PayPo
finance.bank-fees: Revolut Premium Fee, Revolut Metal Plan, Premium plan fee, Metal plan fee | N26 Metal | Stripe Fee | SumUp Fee
finance.debt-collection: Intrum Justitia | EOS Group | Kruk
insurance.other: Allianz, Allianz Global Assistance | AXA Assistance | Generali | ERV, Europäische Reiseversicherung | Uniqa | Zurich Insurance | World Nomads | Hiscox | Vienna Insurance Group | Aviva | Marsh
transfers.person: !Wise, Wise Europe, TransferWise | Western Union | MoneyGram | Ria Money Transfer | Remitly | WorldRemit | Paysend | Zolotaya Korona, Koronapay
transfers.wallet: Revolut, Revolut Bank, Revolut top up | Skrill | Neteller | Paysafecard, Paysafe | Monese | Curve UK, !Curve | Payoneer
transfers.investment: eToro | Interactive Brokers, IBKR | DEGIRO | XTB | Trading 212, Trading212 | Coinbase | Binance, Binance.com | !Kraken, Payward | Crypto.com | Bitpanda | Mintos | Bondora | Bitstamp | Lightyear | PeerBerry | Estateguru
giving.charity: UNICEF | WWF | !Greenpeace | Red Cross, Rotes Kreuz, Crucea Rosie | Medecins Sans Frontieres, Doctors Without Borders | Amnesty International | UNHCR | Save the Children | SOS Children's Villages | GoFundMe, Gofundme | Wikimedia, Wikimedia Foundation | Come Back Alive, U24 Ukraine | !Caritas
business.software: Microsoft 365, Microsoft Office, MSFT, Microsoft Ireland, Msbill.info | Google Workspace, Google GSuite, Google Cloud | Google One, Google Storage | Apple iCloud, iCloud | Adobe, Adobe Systems, Adobe Creative | Dropbox | GitHub | OpenAI, ChatGPT, OpenAI ChatGPT | Anthropic, Claude.ai | Amazon Web Services, AWS EMEA, AWS | DigitalOcean, Digital Ocean | Atlassian | !Slack | !Zoom, Zoom.us | !Notion, Notion Labs | Canva | Figma | JetBrains | GoDaddy | Namecheap | Cloudflare | OVH, OVHcloud | Shopify | Squarespace | Wix, Wix.com | Mailchimp | Linode, Akamai | Heroku | 1Password | Evernote | LinkedIn Premium, Linkedin | Vercel | !Trello | HubSpot | Salesforce | Grammarly | Midjourney | Cursor AI | Contabo
business.advertising: Google Ads, Google Adwords, Google Ads Ireland | Facebk, Facebook Ads, Meta Platforms, Facebk Ads | LinkedIn Ads | TikTok Ads, TikTok Business | X Ads, Twitter Ads | Bing Ads, Microsoft Advertising | Semrush, Ahrefs
business.professional: Upwork | Fiverr | Freelancer.com | LegalZoom | Deloitte | KPMG | PwC, PricewaterhouseCoopers | Ernst & Young, Ernst and Young | Toptal | Trusted Shops
business.postage: DHL, DHL Express | UPS, United Parcel Service | FedEx, Fedex Express | DPD | GLS, General Logistics Systems | InPost | TNT Express | Royal Mail | PostNL
business.office: Staples | Office Depot | IWG Regus, Regus | WeWork | Vistaprint | Viking Office | HP Instant Ink
business.suppliers: Metro Cash & Carry, Metro Cash and Carry, METRO Deutschland, !Metro | Transgourmet | Sysco | Faire Wholesale | Würth Industrie | Alibaba Trade
`;
