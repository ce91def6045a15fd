#!/usr/bin/env python3
"""The lists of an invented county, in the folder one is in: county.py VILLAGES MEMBERS-OF-EACH ENDPOINT-BASE"""
import random
import sys

village_count, member_count, base = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
rng = random.Random(7)
with open("villages.csv", "w") as villages, open("members.csv", "w") as members:
    villages.write("code,name,township_code,township,latitude,longitude,crs\n")
    members.write("id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret\n")
    for v in range(village_count):
        # About 1.4 km apart, as the villages of Weixian are.
        code, lat, lon = f"130533101{200 + v}", 36.8 + v // 23 * 0.013, 115.1 + v % 23 * 0.016
        villages.write(f"{code},试村{v},130533101,试验镇,{lat:.6f},{lon:.6f},WGS-84\n")
        for m in range(member_count):
            here = f"{lat + rng.uniform(-.004, .004):.6f},{lon + rng.uniform(-.004, .004):.6f},WGS-84"
            transport = rng.choice(["walk", "ebike", "car"])
            members.write(
                f"m{v}-{m},试人{v}-{m},0319-5{v:03}{m:03},{code},试验支部{v},{here},,{transport},generic,{base}/m{v}-{m},\n"
            )
