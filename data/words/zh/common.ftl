## app

app-name = 回流

## nav

nav-skip = 跳到正文
nav-pages = 页面
nav-today = 今天
nav-plan = 规划
nav-otherLanguage = English
nav-otherLanguageCode = en
nav-light = 浅色
nav-dark = 深色
nav-logout = 退出

## role

role-administrator = 管理员
role-dispatcher = 调度员
role-planner = 规划员
role-viewer = 只读
role-driver = 司机

## unknown

unknown-title = 这个页面不存在
unknown-back = 回到今天

## synthetic

synthetic = 合成数据
synthetic-short = 合成数据
synthetic-title = 道路、站点和需求由程序生成，不是真实数据

## fault

fault-offline = 连不上服务器。已保存的内容没有丢失。请检查网络后重新打开本页。
fault-missing = 没有找到，或者不属于您的单位。请检查地址。
fault-unknown = 出了问题，已保存的内容没有丢失。请重试；若再次出现，请告诉管理员。

## dialog

dialog-close = 关闭
dialog-cancel = 取消

## copy

copy-copy = 复制
copy-done = 已复制
copy-refused = 请手动复制
copy-link = 司机链接
copy-open = 在新标签页打开

## map

map-attribution = 地图来源
map-refused = 这台设备画不出地图（缺少 WebGL）。列表和时间线照常可用。
map-fit = 显示全部
map-zoomIn = 放大
map-zoomOut = 缩小
map-layers = 图层
map-roads = 道路
map-names = 地名
map-sites = 站点
map-closures = 封闭和限行
map-raster = 底图影像

## table

table-pages = 分页
table-previous = 上一页
table-next = 下一页

## status

status-queued = 排队中
status-running = 规划中
status-planned = 草稿
status-published = 已发布
status-failed = 失败
status-cancelled = 已取消

## phase

phase-queued = 排队
phase-roads = 道路
phase-matrix = 行驶时间
phase-first = 首个方案
phase-improving = 改进
phase-checking = 检查
phase-done = 完成

## kind

kind-depot = 分拣中心
kind-collect = 收运
kind-pickup = 取货
kind-deliver = 送货
kind-unload = 卸货
kind-rest = 休息
kind-break = 午休
kind-charge = 充电

## condition

condition-intact = 完好
condition-damaged = 破损
condition-undiagnosable = 无法判定
condition-critical = 危险

## hazard

hazard-damaged_battery = 破损电池：专用包装，持证车辆
hazard-undiagnosable_battery = 无法判定的电池：按破损处理
hazard-critical_battery = 危险电池：不得装车，立即联系调度

## fail

fail-nobody = 没有人
fail-no_access = 进不去
fail-not_ready = 没有备好
fail-not_found = 找不到地点
fail-wrong_goods = 物料不符
fail-contaminated = 受污染
fail-too_heavy = 太重或太大
fail-damaged_battery = 破损电池，不能装
fail-truck_full = 车已满
fail-other = 其他原因

## event

event-arrived = 已到达
event-done = 已完成
event-failed = 未收成
event-undo = 已撤销
event-opened = 已打开
