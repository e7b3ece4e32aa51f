## board

board-loading = 正在打开…
board-notes = { $n } 条提示：车辆或地点没有按登记的用
board-list = 路线和未排入
board-map = 地图
board-detail = 详情
board-timeline = 时间线
board-keys = 快捷键
board-again = 重新规划
board-tryAgain = 再试一次

## paper

paper-print = 打印
paper-export = 导出…
paper-pdf = 行车单 (PDF)
paper-xlsx = 全天表格 (XLSX)
paper-csv = 站点表 (CSV)
paper-geojson = 地图数据 (GeoJSON)
paper-gpx = 导航路线 (GPX)

## board

board-publish = 发布…
board-links = 司机链接
board-lost = 连接中断，正在重连
board-polling = 每隔几秒更新

## figure

figure-served = 排入的需求
figure-trucks = 辆车
figure-distance = 里程
figure-duration = 工时
figure-mass = 收运量
figure-cost = 费用
figure-co2 = CO₂ 估算
figure-violations = 违反规则
figure-closures = 处封闭或限行
figure-done = 已完成
figure-failed = 未收成

## method

method-distance_m = 里程
method-duration_s = 工时
method-cost = 费用
method-co2_kg = CO₂
method-kg = 收运量
method-closures = 封闭和限行
method-served = 排入的需求
method-load_percent = 装载率

## failed

failed-title = 这次规划没有成功。
failed-kept = 需求和以前的方案都还在。

## planning

planning-phases = 步骤
planning-bar = 规划进度
planning-cost = 目前费用
planning-left = 剩余时间
planning-stop = 停止并保留最好的
planning-stopping = 正在停止…
planning-spark = 费用从 { $first } 降到 { $last }
planning-announce = { $phase }，{ $percent }

## tabs

tabs-routes = 路线
tabs-out = 未排入

## list

list-search = 搜索车牌、地点、编号
list-none = 没有找到“{ $query }”
list-stops = { $n } 站
list-late = { $n } 站迟到
list-lateBy = 迟到 { $by }
list-load = 装载
list-time = 时间
list-show = 显示 { $plate }
list-hide = 隐藏 { $plate }

## empty

empty-planning = 正在规划，路线完成后显示在这里。
empty-failed = 没有路线。看上方的原因，改正后再试一次。
empty-allOut = 没有一辆车能出发。看“未排入”里的原因。
empty-noRoutes = 这一天没有要跑的路线。

## out

out-no_truck_can = 没有车能做
out-did_not_fit = 今天排不下
out-needs_correcting = 需要改正
out-none = 全部需求都排入了。
out-notYet = 方案完成后，排不进的需求和原因显示在这里。
out-sameReason = { $n } 个原因相同 ({ $code })

## detail

detail-nothing = 在列表、地图或时间线上选一条路线或一个站点。
detail-nothingYet = 方案完成后，选中的路线和站点显示在这里。
detail-methods = 数字怎么来的
detail-stop = 站点 { $n }
detail-stops = 站点
detail-arrival = 预计到达
detail-service = 作业
detail-wait = 等待
detail-window = 时间窗
detail-take = 收运
detail-aboard = 离开时车上
detail-request = 需求编号
detail-status = 状态
detail-late = 违反时间窗：迟到 { $by }
detail-items = 物料
detail-reports = 司机上报
detail-out = 出车
detail-shift = 班次
detail-driving = 驾驶
detail-fullest = 最满时
detail-capacity = 载量
detail-driverLink = 司机链接
detail-code = 代码
detail-position = 经度、纬度

## visit

visit-todo = 待办
visit-arrived = 已到达
visit-done = 已完成
visit-failed = 未收成

## timeline

timeline-image = { $n } 条路线一天的安排；列表里有同样的时间
timeline-unload = 卸货
timeline-rest = 休息
timeline-now = 现在
timeline-empty = 还没有路线。
timeline-resize = 时间线高度

## legend

legend-title = 图例
legend-centre = 分拣中心
legend-stop = 站点（路线颜色和序号）
legend-point = 回收网点
legend-institution = 机构
legend-unload = 卸货
legend-left = 未排入
legend-hazard = 破损电池
legend-request = 回收需求
legend-closed = 道路封闭
legend-limited = 减速或限速

## keys

keys-title = 快捷键
keys-where = 焦点在方案板上时有效，输入时无效。
keys-stop = 上一站、下一站
keys-route = 上一条、下一条路线
keys-detail = 查看详情
keys-fit = 显示全部
keys-out = 未排入
keys-search = 搜索
keys-cancel = 取消选择
keys-list = 本列表

## publish

publish-links = 司机链接
publish-each = 一个链接只能打开一条路线。发给对应的司机，首次打开时要有信号。
publish-noLink = 没有链接
