## nav

nav-coverage = 覆盖

## coverage

coverage-title = 覆盖研究
coverage-empty = 还没有研究。导入一张村庄表就能开始。
coverage-fileHint = CSV、XLSX 或 GeoJSON，每行一个村或网点。必填：经度、纬度、名称，以及人口、户数或吨（年产生量）；可填：类型（候选点、现有网点；不填为村）、县、乡镇、坐标系、年处理能力吨、固定成本。
coverage-scenarioCount = 方案数
coverage-noVisits = 车辆收不过来，没有收运日
coverage-emptyReader = 还没有研究。规划员可以新建。
coverage-new = 新建研究
coverage-name = 名称
coverage-file = 村庄表
coverage-material = 产生量按

## material

material-recyclables = 可回收物
material-household_waste = 生活垃圾
material-appliances = 废旧家电

## coverage

coverage-import = 导入
coverage-importing = 正在导入…
coverage-places = 地点
coverage-points = 网点
coverage-perYear = 年产生量
coverage-made = 创建时间
coverage-delete = 删除
coverage-deleteSure = 删除这个研究和它的全部方案？已投入运行的网点会保留。
coverage-checks = { $n } 处需要看一眼
coverage-question = 问题
coverage-answer = 答案
coverage-model = 想知道

## model

model-set_cover = 用最少的网点覆盖所有人
model-max_cover = 用给定数量的网点覆盖最多的人
model-p_median = 总路程最短
model-p_center = 最远的人也尽量近

## coverage

coverage-withinMin = 多少分钟以内
coverage-withinKm = 多少公里以内
coverage-count = 网点数（含现有）
coverage-keep = 现有网点保留
coverage-seconds = 最长计算时间（秒）
coverage-study = 研究
coverage-noAnswer = 先在左边提一个问题。
coverage-reader = 您的账号只能查看。
coverage-inMin = { $n } 分钟以内
coverage-inKm = { $n } 公里以内
coverage-worst = 最远
coverage-mean = 平均
coverage-fixed = 固定成本/年
coverage-proved = 已证明为最优
coverage-gap = 与可能的最优相差不到 { $n } %
coverage-unproved = 尚未证明离最优多远
coverage-impossible = 做不到
coverage-tryRadius = 改为 { $n } 再试
coverage-estimate = 手动调整，未求解
coverage-reset = 回到答案
coverage-unreachable = { $n } 处没有路通到开放的网点（图上标 ×）。请核对坐标，或在附近加候选点。
coverage-curve = 网点数与覆盖率
coverage-curvePoint = { $p } 个网点：{ $share } %
coverage-bands = 离最近网点
coverage-band-min = ≤ { $n } 分钟
coverage-band-km = ≤ { $n } 公里
coverage-band-beyond = 更远
coverage-band-none = 没有路
coverage-open = 开放
coverage-candidate = 候选
coverage-existing = 现有
coverage-pointsByHand = 网点（勾选即开放）
coverage-scenarios = 方案比较
coverage-scenario = 方案
coverage-covered = 覆盖率
coverage-state = 状态
coverage-county = 按县
coverage-export = 导出
coverage-operate = 投入运行…
coverage-operateDo = 创建 { $n } 个网点
coverage-operated = 已投入运行
coverage-step-create = 新建网点
coverage-step-keep = 已有网点
coverage-step-close = 方案中不再需要，请自行关闭
coverage-stop = 停止并保留最好的
coverage-operateBoth = 创建 { $n } 个网点和 { $m } 条定期收运
coverage-visits = 收运日
coverage-first = 从这一天起
coverage-standing = { $n } 条定期收运会出现在每天的方案里。本研究其他方案的定期收运在前一天结束。
coverage-noCalendar = 这个方案没有算收运日历，只创建网点。
coverage-week = 第 { $n } 周
coverage-collection = 收运
coverage-price = 按真实路线算成本
coverage-trucks = 车辆数
coverage-trucksUsual = 按分拣中心现有车辆
coverage-container = 每个容器（kg）
coverage-weekdays = 收运日
coverage-prices = 收运成本（{ $n } 辆车）
coverage-noPrices = 算不出收运成本
coverage-perTonne = 每吨成本
coverage-kmWeek = 每周里程
coverage-co2Week = 每周 CO2
coverage-fetched = 收走比例
coverage-notFetched = { $n } 处车辆收不完
coverage-pricesByCounty = 分县成本
coverage-method = 怎样算的
coverage-curveCost = 网点数与覆盖率（圆点）、每吨成本（方块）
coverage-beside = 并排
coverage-besideDo = 并排看
coverage-pointsCount = { $n } 个网点
coverage-inStages = 分期开放
coverage-stageCounts = 各期网点数（含现有）
coverage-stageYears = 各期年份（可不填）
coverage-stageHint = 用逗号隔开的整数，后一期不少于前一期。填了分期就不用上面的网点数。
coverage-stages = 分期
coverage-stageShort = 期
coverage-stage = 第 { $n } 期
coverage-fromYear = { $year } 年起开放
coverage-stageShow = ：在地图上看
coverage-stagesOf = 分期 { $counts }
coverage-operateStage = 开放到
coverage-operateStageHint = 只建这一期为止的网点，按这一期的收运日历；以后各期到时再投入运行。

## fault

fault-S349 = 这个方案没有这一期。请刷新页面后重选。

## day

day-0 = 周一
day-1 = 周二
day-2 = 周三
day-3 = 周四
day-4 = 周五
day-5 = 周六
day-6 = 周日

## fault

fault-S341 = 研究没有地点，或太大（最多 20000 个地点、地点×网点 400 万）。请合并地点或减少候选点。
fault-S342 = 研究太多了。请删除不再需要的。
fault-S343 = 没有这个研究，可能已被删除。
fault-S344 = 没有这个方案，可能已被删除。
fault-S345 = 这个研究的方案已满 50 个。请新建研究。
fault-S346 = 这里没有这个网点。请刷新页面。
fault-S347 = 没有路通到那里。请放到离道路近一些的地方。
fault-S348 = 这个方案没有开放的网点，不能投入运行。
fault-W601 = 收运条件中有一项不能用。请检查车辆数、容器和收运日。
fault-W602 = 分拣中心离道路太远，算不出路线。请改正它的坐标。
fault-W603 = 没有可以计价的方案，或一次太多。
fault-W701 = 计算多次中断：进程被结束，或内存不够。研究已保留。请减少候选点后再试。
fault-W702 = 计算远超时限，已停止。研究已保留。请减少候选点后再试。
fault-W703 = 程序内部出错。研究已保留。请再试；若再次出现，请告诉管理员。
fault-C301 = 在给定时间内没有找到方案，也没有证明做不到。请给更长的时间。
fault-C303 = 计算被中断，可能是内存不够。请减少候选点或合并地点后再试。
fault-R503 = 地点或天数太多，收运日历放不进内存。请减少网点或周数。
fault-W604 = 算收运成本时被停止，还没有算出一个方案。答案保留；再问一次可得到成本。
fault-R511 = 没有产生量，不用收运。
fault-R512 = 找不到符合次数、间隔和收运日的日子。请增加收运日或周数。
fault-R513 = 两次收运之间积下的量超过容器或任何一辆车。请用更大的容器或车辆，或把网点分成几个。
fault-R514 = 没有车能在一班之内开到那里再回来。请核对坐标，或延长班次。
fault-R515 = 车辆收不过来。请增加车辆或收运日，或给更长的计算时间。
fault-R516 = 收运日历的计算被中断，可能是内存不够。请再试，或减少网点。
fault-R517 = 收运日历的计算出错。答案保留；请再试，若再次出现请告诉管理员。
fault-S304 = 这个分拣中心还没有道路网。请先导入道路并选给它。
fault-C104 = 问题缺少一项：范围、网点数，或有预算时各网点的固定成本。请补上。
fault-C105 = 列表的个数不对。分期时每一期要有一个年份，逐期增大。
fault-C106 = 有一个数不能用。请检查范围、网点数和比例。
fault-C107 = 网点数不能用：至少 1 个，最多为全部网点数；分期时后一期不少于前一期，且只有“覆盖最多”和“总路程最短”可以分期。
fault-C108 = 研究里没有这个网点或这个县。
fault-C109 = 研究太大。请合并地点，或减少候选点。
fault-C201 = 坐标和另一个地点相同，两个都算数。请改正其中一个，或删掉一个。
fault-C202 = 名称重复，两个都算数。若是同一个地点，请删掉一个。
fault-C203 = 离本县其他地点太远。请在地图上核对坐标。
fault-C204 = 坐标像是 GCJ-02 或 BD-09。请加一列“datum”注明坐标系。
fault-C205 = 没有产生量，不会为它安排网点。请填人口、户数或吨数。
fault-C206 = 附近没有道路，任何网点都到不了。请改正坐标，或删掉它。
fault-C211 = 目录里没有这种产生量。请从列表里选。
fault-C302 = 求解程序出错。研究已保留；请再试，若再次出现请告诉管理员。
fault-C401 = 有地点在范围内没有网点可选，不能覆盖所有人。请放大范围，在附近加候选点，或改问“覆盖最多的人”。
fault-C402 = 要保留的现有网点比给定的网点数多。请增加网点数，或允许关闭现有网点。
fault-C403 = 有地点没有路通到任何网点。请改正它们的坐标，在有路的地方加候选点，或删掉它们。
fault-C404 = 没有一种选择能满足全部条件（预算、能力、最低比例）。请放宽一项，或增加网点。

## check

check-I204 = 有一格读不出或超出范围，这一行没有导入。请改正后重新导入。
check-I205 = 必填的一格是空的，这一行没有导入。请填好后重新导入。
check-I214 = 经纬度颠倒，或同一个数填了两次。请改正。

## coverage

coverage-where-row = 第 { $n } 行
coverage-where-place = 第 { $n } 个地点
coverage-where-all = 全部行
coverage-nothingNew = 没有要新建的网点。

## scenario

scenario-queued = 排队中
scenario-running = 计算中
scenario-solved = 已算完
scenario-failed = 失败
scenario-cancelled = 已停止
scenario-phase-queued = 排队
scenario-phase-roads = 打开道路
scenario-phase-matrix = 计算路程
scenario-phase-improving = 寻找最优
scenario-phase-curve = 画曲线
scenario-phase-pricing = 按真实路线算成本
scenario-phase-done = 完成
