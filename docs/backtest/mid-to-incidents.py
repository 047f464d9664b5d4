#!/usr/bin/env python3
"""Militarised disputes (Correlates of War, dyadic MID 4.02) as the incidents of regsec backtest.

  mid-to-incidents.py dyadic_mid_4.02.csv > incidents.csv

One incident for each pair and first day of a dispute of 2003 to 2013 in which force was shown or used (hihost 3 or more) and whose first day is known.
"""
import csv
import sys

# Correlates of War's letters where they are not ISO 3166-1 alpha-3.
ISO = {
    "ALG": "DZA", "ANG": "AGO", "AUL": "AUS", "BAH": "BHR", "BHU": "BTN", "BNG": "BGD", "BUI": "BDI", "BUL": "BGR", "CAM": "KHM", "CAO": "CMR", "CDI": "CIV",
    "CEN": "CAF", "CHA": "TCD", "CON": "COG", "COS": "CRI", "CRO": "HRV", "DEN": "DNK", "DRC": "COD", "DRV": "VNM", "FRN": "FRA", "GMY": "DEU", "GRG": "GEO",
    "GUI": "GIN", "HAI": "HTI", "HON": "HND", "INS": "IDN", "KOS": "XKX", "KYR": "KGZ", "KZK": "KAZ", "LEB": "LBN", "LIB": "LBY", "LIT": "LTU", "MAA": "MRT",
    "MAL": "MYS", "MLD": "MDA", "MYA": "MMR", "NEP": "NPL", "NIG": "NGA", "NTH": "NLD", "OMA": "OMN", "PHI": "PHL", "POR": "PRT", "ROK": "KOR", "ROM": "ROU",
    "SIN": "SGP", "SPN": "ESP", "SRI": "LKA", "SUD": "SDN", "SWD": "SWE", "SWZ": "CHE", "TAJ": "TJK", "TAW": "TWN", "THI": "THA", "TOG": "TGO", "UAE": "ARE",
    "UKG": "GBR", "YUG": "SRB", "ZAM": "ZMB",
}

rows = set()
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    for row in csv.DictReader(file):
        if 2003 <= int(row["strtyr"]) <= 2013 and int(row["hihost"]) >= 3 and int(row["strtday"]) > 0:
            pair = "-".join(sorted(ISO.get(row[side], row[side]) for side in ("namea", "nameb")))
            rows.add(f"{int(row['strtyr'])}-{int(row['strtmnth']):02}-{int(row['strtday']):02},{pair}")
print("date,pair")
print("\n".join(sorted(rows)))
