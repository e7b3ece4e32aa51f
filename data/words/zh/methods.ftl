### 各项数字的算法和来源。

how-distance_m = { $roads }的计划道路里程,按车型 { $profiles } 的最快路径计算。
how-roads-network = 路网“{ $network }”上
how-roads-server = 由 { $server } 给出
how-duration_s = 从离开分拣中心到返回的计划时间:按车型车速行驶,加上装车、卸货、等待、午休和休息。
how-cost = 车辆的固定、里程、工时和加班费用,按各车登记的单价计算。
how-kg = 按物料目录的单件常用重量估算,未过磅。
how-closures = 班次期间有效的道路封闭、减速或限速:{ $count } 处。即使只在部分时间有效,也按全天计算。
how-co2 = 逐段计算:E0 + (E1 - E0) × 载重 / 额定载重,取该段出发时的载重。排放因子来源:{ $sources }。
how-co2-climbs = 另加爬坡:质量 × 9.81 × 高差,减去 1.2 % 以内下坡回收的部分,按 0.208 kg CO2/MJ (IPCC 2006:柴油 74.1 kg/GJ;发动机 40 %,传动 89 %;高程:SRTM)。
how-co2-unknown = 未计入(没有排放因子):{ $vehicles }。
how-siting = 费用、里程和工时:按路网逐日排线的收运日历,价格取自{ $kind }({ $source })。分县:每条路线按 公斤 × 自场站起的直达道路距离 分摊(ISO 14083 的原则)。二氧化碳:{ $co2 }
