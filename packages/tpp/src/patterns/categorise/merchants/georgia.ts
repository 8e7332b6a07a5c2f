/** Merchants of Georgia; the format is explained in table.ts. Names in Georgian script match their transliteration too. */
export const georgia = `
food.groceries: Carrefour Georgia, Majid Al Futtaim Hypermarkets Georgia, კარფური | Nikora, ნიკორა, Nikora Trade | 2 Nabiji, ორი ნაბიჯი, Ori Nabiji, Orinabiji | Spar Georgia, სპარი, Foodmart | !Goodwill, გუდვილი | Agrohub, აგროჰაბი | !Magniti, მაგნიტი | !Fresco, ფრესკო, Fresko | Europroduct, ევროპროდუქტი | !Libre, ლიბრე | !Jibe, ჯიბე | Ioli, იოლი | Zgapari, ზღაპარი | Madagoni, მადაგონი | Smart Supermarket, სმარტი | Ori Nabiji Hiper | Daily Group, დეილი | Willmart, ვილმარტი | !Kere, ქერე | Gvirila, Magnit Georgia
food.bakery: !Entree, ანტრე, Entrée | Puri Guliani, პური გულიანი | !Tone, თონე, თონის პური | Luca Polare, ლუკა პოლარე | Mon Plaisir, მონ პლეზირი | Gurmania, გურმანია | Ipkli Bakery, იფქლი | Bread House Tbilisi, პურის სახლი | Donut Stop Georgia
food.specialities: Dezerter Bazaar, დეზერტირების ბაზარი | Vaso Meat, მეღორე | Chirina, ჩირინა | Sante, სანტე | Kakhuri Farm | Cheese House, ყველის სახლი | Bazari Orbeliani, ბაზარი ორბელიანზე
food.alcohol-tobacco: 8000 Vintages, 8000 ვინტაჟი | Vinotheca, ვინოთეკა | Tbilvino, თბილღვინო | Wine Gallery Tbilisi, ღვინის გალერეა | Philip Morris Georgia, Iqos Georgia
food.restaurants: Machakhela, მაჭახელა, Samikitno, სამიკიტნო | Pasanauri, პასანაური | Khinkali House, ხინკლის სახლი | !Tabla, ტაბლა | Maspindzelo, მასპინძელო | Ronny's Pizza, Ronnys Pizza, რონის პიცა | Barbarestan, ბარბარესტანი | Shavi Lomi, შავი ლომი | Keto and Kote, კეტო და კოტე | Tavaduri, თავადური | Sakhli N11, Cafe Littera | Retro Khachapuri, რეტრო | Sormoni, სორმონი | Funicular Restaurant, ფუნიკულიორი | Zakhar Zakharich
food.fast-food: McDonalds Georgia, მაკდონალდსი | Wendys Georgia, Wendy's Georgia, ვენდისი | Dunkin Georgia, დანკინი | Subway Georgia, საბვეი | KFC Georgia, TBC KFC | Texas Chicken Georgia | Dodo Pizza Georgia | Pizza Di Roma, პიცა დი რომა | Shaurma Tbilisi, შაურმა | Burger House Tbilisi
food.cafes: Coffeesta, ქოფისტა | Coffee Lab Tbilisi, Coffee LAB | Stamba Cafe | Coffeetopia, Gloria Jeans Georgia | Daily Coffee Tbilisi | Kikliko, კიკლიკო | Paul Georgia, პოლი კაფე
food.delivery: Glovo Georgia, Glovoapp GE, გლოვო | Wolt Georgia, ვოლტი | Bolt Food Georgia | Elvis Delivery
transport.fuel: Gulf Georgia, გალფი, Sun Petroleum Georgia | !Wissol, ვისოლი, Wissol Petroleum | Socar Georgia, სოკარი, Socar Georgia Petroleum, Socar Georgia Gas Fuel | Rompetrol Georgia, რომპეტროლი | Lukoil Georgia, ლუკოილი | Portal Petroleum, პორტალი | Neogas, ნეოგაზი | Connect Petrol, კონექტი | Optima Petrol Georgia, ოპტიმა
transport.charging: E-Space, E Space Charging | Charge.ge | Efusion Georgia
transport.public: Tbilisi Transport Company, თბილისის სატრანსპორტო კომპანია, !TTC | MetroMoney, Metromoney, მეტრომანი | Batumi Autotransport, ბათუმის ავტოტრანსპორტი | Transport Card Tbilisi, სატრანსპორტო ბარათი | Tbilisi Minibus, თბილისის მიკროავტობუსი
transport.taxi: Maxim Taxi Georgia, Taxi Maxim, Maxim Taxi | Yandex Go Georgia, Yandex Go, Ridetech | Bolt Georgia Taxi | GG Taxi, GGTaxi
transport.parking: Tbilisi Parking, თბილისის პარკინგი, CT Park, C.T. Park, სითი პარკი, City Park Tbilisi | Zonal Parking Tbilisi, ზონალური პარკირება | Batumi Parking, ბათუმის პარკინგი
transport.service: Tegeta Motors, თეგეტა, Tegeta | AutoTest Service, Autoservice GE | Avtomshenebeli, Car Wash Tbilisi, სამრეცხაო | Vianor Georgia | Auto Parts Georgia, Autoparts GE
transport.inspection: Greenway Georgia, გრინვეი | Auto Test GE, ავტოტესტი, ტექდათვალიერება, Techdatvaliereba | Service Agency MIA, შსს მომსახურების სააგენტო, მომსახურების სააგენტო
transport.vehicle-purchase: MyAuto, myauto.ge | Caucasus Auto Import, კავკასუს ავტო იმპორტი | TBC Leasing, თიბისი ლიზინგი | Georgian Leasing Company
travel.flights: Georgian Airways, ჯორჯიან ეირვეისი | Myway Airlines | Vanilla Sky Georgia
travel.rail: Georgian Railway, საქართველოს რკინიგზა, Matarebeli | Metro Georgia Bus | Omnibus Express Georgia
travel.agencies: Biletebi.ge | Explore Georgia Travel | Caucasus Travel | Vanilla Travel, ვანილა თრეველი | Tripex Georgia | Kolkhi Tours
travel.lodging: Rooms Hotel, Stamba Hotel, რუმს ოტელი | Holiday Inn Tbilisi | Orbi Group Hotel, Orbi City Batumi | Adjara Group Hospitality | Bioli | Gudauri Lodge
shopping.electronics: !Alta, ალტა, Alta Georgia | Zoommer, ზუმერი, Zoomer | Elit Electronics, ელიტ ელექტრონიქსი, EE.ge | Megatechnica, მეგატექნიკა | Technoboom, ტექნობუმი | iSpace Georgia, აისფეისი, iPlus | Metromart, მეტრომარტი | Beko Georgia | Adashop, ADA Shop | PCShop.ge
shopping.online: Extra.ge, ექსტრა | Vendoo, vendoo.ge, ვენდუ | Veli.store, ველი სტორი | Mymarket, mymarket.ge | USA2Georgia, usa2georgia | Kiwi Post, კივი ფოსტი | Onex, ონექსი | Inex Group Georgia | Camex, კამექსი
shopping.department: Miniso Georgia, მინისო | Pepco Georgia | Lilo Bazroba, ლილო, ლილოს ბაზრობა | Tbilisi Mall Market | Super Variety GE, ერთლარიანი
shopping.books: Biblusi, ბიბლუსი | Santa Esperanza, სანტა ესპერანსა | Books in Batumi | Sulakauri, სულაკაური | Palitra L, პალიტრა L, Palitra | Prospero's Books, პროსპეროს წიგნები | Lit House, Office 1 Georgia
shopping.clothing: ICR Georgia, Retail Group Georgia | LC Waikiki Georgia, ელ სი ვაიკიკი | !Materia, მატერია | Defacto Georgia | Koton Georgia | Waikiki Tbilisi | Collins Georgia | Adjarabet Apparel
shopping.shoes: Batista Shoes, Geox Georgia | Deichmann Georgia | Flo Georgia, Aldo Georgia
shopping.jewellery: !Zarapxana, ზარაფხანა | Princess Jewellery Tbilisi | Gold Market GE, ოქროს ბირჟა | Tavadze Jewellery
shopping.gifts: Mziuri Flowers, Mikheil's Flowers, ყვავილები | Flower House Tbilisi, ყვავილების სახლი | Chiti Tbilisi
housing.home-improvement: Gorgia, გორგია | Domino Georgia, დომინო | !Modus, მოდუსი | !Citrus Tools GE | Nova Georgia, ნოვა, Nova Building | Bauhof Tbilisi | Nikamarket, Kera Build
housing.furniture: Mobiliano Georgia | Embawood, ემბავუდი | Yatas Georgia | Ambiente Tbilisi, ავეჯის სახლი, Avejis Sakhli | Istikbal Georgia | JYSK Georgia, იუსკი
utilities.electricity: Telasi, თელასი | Energo-Pro Georgia, ენერგო პრო, Energo Pro Georgia, EP Georgia, EP Georgia Supply | Telmico, თელმიკო
utilities.gas: Tbilisi Energy, თბილისი ენერჯი, KazTransGas, ყაზტრანსგაზი | Socar Georgia Gas, სოკარ ჯორჯია გაზი, Socar Gas, სოკარ გაზი
utilities.water: GWP, Georgian Water and Power, ჯორჯიან უოთერ ენდ ფაუერი | United Water Supply Company, გაერთიანებული წყალმომარაგების კომპანია | Batumis Tskali, ბათუმის წყალი | Rustavis Tskali
utilities.waste: Tbilservice Group, თბილსერვის ჯგუფი, დასუფთავება
utilities.mobile: Magticom, მაგთი, Magti, Magtikom | Silknet Geocell, Geocell, ჯეოსელი | Cellfie, სელფი, Beeline Georgia, ბილაინი | Mobitel Georgia, Bali Mobile
utilities.internet: Silknet, სილქნეტი, Silk Net | Magtifix, მაგთიფიქსი | Skytel Georgia, სქაიტელი | New Net Georgia | Delta Comm
utilities.television: Silk TV, Myvideo, Mygini | Setanta Georgia, სეტანტა | Adjaranet, Adjarasport TV
health.pharmacy: Aversi, ავერსი, Aversi Pharma | PSP, პსპ, PSP Pharma, PSP Aptiaqi | GPC, ჯიპისი, Gepha | Pharmadepot, ფარმადეპო, Farmadepo | !Impex, იმპექსი აფთიაქი | Pharmacy One GE, Aptiaqi, აფთიაქი | Humanity Georgia, ჰუმანითი
health.doctors: Evex, ევექსი, Evex Clinics | Aversi Clinic, ავერსის კლინიკა, Aversi Klinika | New Hospitals, ნიუ ჰოსპიტალს | Medulla | Synevo Georgia, სინევო | Megalab, მეგალაბი | Todua Clinic, თოდუას კლინიკა | Mrcheveli, მრჩეველი | Vistamedi, ვისტამედი | Bokhua Cardio, ბოხუა | National Center of Surgery
health.dentist: Dentalia, Denti Tbilisi | Unident, უნიდენტი | Albius, ალბიუსი, Denta Georgia
health.optician: Optika Georgia, Ochi, Ori Ochi, ოპტიკა | Davinchi Optika, Zhukov Optika | Roniko Optics, რონიკო
health.hair-beauty: Toni and Guy Tbilisi | Grafi Beauty Salon, გრაფი | Karlsson Barber, Barbershop Tbilisi
health.cosmetics: Voulez Vous Georgia, Lutecia, ლუტეცია | Ici Paris Georgia, Yves Rocher Georgia, ივ როშე | Saba Cosmetics, PSP Beauty | Orchidea Georgia, ორქიდეა
leisure.cinema: Cavea, კავეა, Cavea Cinemas | Amirani Cinema, ამირანი | Rustaveli Cinema, Apollo Batumi
leisure.events: TKT.ge, TNET Tickets | Rustaveli Theatre, რუსთაველის თეატრი | Marjanishvili Theatre, მარჯანიშვილის თეატრი | Opera Tbilisi, თბილისის ოპერა | Biletebi Events
leisure.museums: Georgian National Museum, ეროვნული მუზეუმი | Tbilisi Zoo, თბილისის ზოოპარკი | Mtatsminda Park, მთაწმინდის პარკი, Mtatsminda
leisure.fitness: Aspria Georgia, ასპრია | Snap Fitness Tbilisi, Snap Fitness Georgia | Olymp Tbilisi, ოლიმპი | Vake Swimming Pool, ვაკის აუზი, Vake Fitness | Gymnasia Fitness, Axis Fitness Tbilisi
leisure.gambling: Adjarabet, აჭარაბეთი | Crocobet, კროკობეთი | Europebet, ევროპაბეთი | Crystalbet, კრისტალბეთი, Lider Bet, ლიდერბეთი, Liderbet | Betlive, ბეთლაივი | National Lottery Georgia, ეროვნული ლატარია
family.toys: Bunikos, ბუნიკო | Kids Planet Georgia, Pepela, პეპელა | Toyland Georgia, სათამაშოების სახლი | Babymania Tbilisi
family.pets: Zoo Market Georgia, Petlandia | Vet House Tbilisi, ვეტკლინიკა, Vetklinika | Zoomart GE, Zoovet
family.university: Tbilisi State University, თბილისის სახელმწიფო უნივერსიტეტი, !TSU | Ilia State University, ილიას უნივერსიტეტი, Ilia University | Georgian Technical University, !GTU | Free University Tbilisi, თავისუფალი უნივერსიტეტი | Caucasus University, კავკასიის უნივერსიტეტი | Business and Technology University
family.childcare: საბავშვო ბაღი, Sabavshvo Bagi, Tbilisi Kindergarten Agency
finance.loan: Credo Bank Loan, MBC, Micro Business Capital | Crystal Microfinance, კრისტალი | Rico Credit, რიკო კრედიტი | Swiss Capital GE, სვის კაპიტალი | Bigcredit Georgia
finance.instalments: განვადება, Ganvadeba
insurance.other: Aldagi, ალდაგი | GPI Holding, GPI, ჯიპიაი | Imedi L, იმედი L, Imedi L International, Imedi Insurance | Ardi Insurance, არდი | TBC Insurance, თიბისი დაზღვევა | Irao, ირაო | Unison Insurance, უნისონი | Alpha Insurance Georgia | Euroins Georgia | PSP Insurance, PSP დაზღვევა
government.income-tax: Revenue Service Georgia, შემოსავლების სამსახური, RS.ge
government.social-contributions: Pension Agency Georgia, საპენსიო სააგენტო, Pension Agency
government.fines: Patrol Police Fine, საპატრულო პოლიცია, ჯარიმა, Jarima | Police.ge, videos.police.ge
government.fees: Public Service Hall, იუსტიციის სახლი, Iusticiis Sakhli | Public Registry Georgia, საჯარო რეესტრი, House of Justice | Treasury Service, სახელმწიფო ხაზინა, სახაზინო სამსახური
giving.charity: Iavnana, იავნანა, Iavnana Charity | Solidarity Fund of Georgia, სოლიდარობის ფონდი | SOS Childrens Village Georgia | Katarzis, კათარზისი | Red Cross Georgia, საქართველოს წითელი ჯვარი
giving.religion: Patriarchate of Georgia, საპატრიარქო
business.postage: Georgian Post, საქართველოს ფოსტა | Trackings GE, Wolt Drive Georgia
transfers.wallet: Emoney Georgia, ემანი, Mpay Georgia | !Oppa, ოპპა | Pay Box, Paybox, ფეიბოქსი, TBC Pay, თიბისი ფეი, Express Pay, Expresspay
transfers.exchange: Rico Exchange, რიკო, Valuto Georgia, ვალუტო, ვალუტის გადაცვლა
finance.bank-fees: მომსახურების საკომისიო, Momsaxurebis Sakomisio, ბარათის მომსახურება
`;
