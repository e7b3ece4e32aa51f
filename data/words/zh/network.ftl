## sites

sites-title = 站点
sites-add = 新增站点
sites-edit = 修改站点 { $ref }
sites-none = 还没有站点。先新增一个分拣中心，车辆从那里出发。
sites-kind = 类型

## site

site-sorting_centre = 分拣中心
site-collection_point = 回收网点
site-township_point = 乡镇网点
site-village_point = 村级网点
site-institution = 单位
site-household = 住户
site-dismantler = 拆解企业
site-facility = 处理设施

## sites

sites-nameZh = 中文名称
sites-nameEn = 英文名称
sites-hours = 开放时间
sites-accepts = 接收类别
sites-acceptsAll = 全部
sites-unload = 卸货（分）
sites-network = 路网
sites-networkNone = 未选
sites-planAt = 每天自动规划的时间
sites-centre = 所属分拣中心
sites-shared = 所有中心共用

## load


## use

use-retire = 停用
use-restore = 恢复使用
use-retired = 已停用
use-showRetired = 显示已停用的
use-search = 搜索

## fleet

fleet-title = 车辆和司机
fleet-trucks = 车辆
fleet-drivers = 司机
fleet-addTruck = 新增车辆
fleet-editTruck = 修改车辆 { $ref }
fleet-addDriver = 新增司机
fleet-editDriver = 修改司机 { $ref }
fleet-noTrucks = 还没有车辆。新增一辆，或导入表格。
fleet-noDrivers = 还没有司机。新增一位；司机不需要账号，用链接打开路线。
fleet-noCentre = 先新增一个分拣中心。
fleet-plate = 车牌
fleet-class = 车型
fleet-shift = 班次
fleet-badShift = 班次要写成 08:00-17:00，在同一天内；过夜的班次分成两辆车录入
fleet-capacity_kg = 载重（kg）
fleet-capacity_l = 容积（L）
fleet-mass_t = 总质量（t）
fleet-height_m = 车高（m）
fleet-width_m = 车宽（m）
fleet-length_m = 车长（m）
fleet-axleload_t = 轴荷（t）
fleet-cost_fixed = 每次出车（元）
fleet-cost_per_km = 每公里（元）
fleet-cost_per_h = 每小时（元）
fleet-asClass = 空着按车型
fleet-figures = 尺寸和费用
fleet-driver = 司机
fleet-noDriver = 未指定
fleet-phone = 电话
fleet-skills = 技能和证书
fleet-validUntil = { $skill } 有效期至
fleet-expired = 已过期
fleet-works = 上班时间
fleet-hours = 几点到几点
fleet-asTruck = 同车辆班次
fleet-badHours = 要写成 08:00-17:00，在同一天内；不填则同车辆班次
fleet-off = 休息 { $days }
fleet-daysOff = 休息的日子
fleet-noDaysOff = 没有单独的休息日。
fleet-whyOff = 原因
fleet-addDayOff = 加上
fleet-removeDayOff = 删除休息日 { $day }

## skill


## calendar

calendar-title = 日历：不收运的日子
calendar-who = 适用于
calendar-all = 所有分拣中心
calendar-first = 从
calendar-last = 到
calendar-weekday = 星期
calendar-every = 每天
calendar-note = 原因（如：国庆节）
calendar-none = 没有不收运的日子：每天都可以规划。
calendar-days = 日期
calendar-sundays = 加上今年的星期日

## weekday

weekday-0 = 星期一
weekday-1 = 星期二
weekday-2 = 星期三
weekday-3 = 星期四
weekday-4 = 星期五
weekday-5 = 星期六
weekday-6 = 星期日

## roads

roads-title = 路网
roads-none = 还没有路网。上传当地的 OpenStreetMap 文件，车辆按它行驶。
roads-file = OpenStreetMap 文件（.osm.pbf、.osm、.osm.gz、.osm.bz2）
roads-name = 名称
roads-upload = 选择文件并导入
roads-nameHint = 可不填，用文件名
roads-length = 长度（km）
roads-imported = 导入时间
roads-centres = 使用的中心
roads-running = 正在导入 { $name }：{ $phase }

## roadPhase

roadPhase-reading = 读取文件
roadPhase-building = 整理道路
roadPhase-preparing = 准备计算

## roads

roads-failed = { $name } 没有导入
roads-closures = 封闭和限行
roads-noClosures = 没有封闭或限行。
roads-open = 恢复通行
roads-openAll = 长期
roads-pick = 在地图上点一下要封闭的道路
roads-close = 封闭这条路

## closure

closure-closed = 封闭
closure-slowed = 慢行
closure-limited = 限速

## setup

setup-title = 第一天要准备的
setup-next = 已完成 { $done }/{ $all }。下一步：
setup-go = 现在去做
setup-goLater = 去做
setup-roads = 导入路网
setup-roadsWhy = 上传当地的 OpenStreetMap 文件，车辆按它行驶
setup-centre = 新增分拣中心
setup-centreWhy = 车辆从那里出发，回到那里卸货
setup-choose = 给分拣中心选择路网
setup-chooseWhy = 在站点里修改分拣中心，选择已导入的路网
setup-drivers = 新增司机
setup-driversWhy = 不需要账号，用链接打开自己的路线
setup-trucks = 新增车辆
setup-trucksWhy = 车牌和车型就够，其余按车型默认
setup-requests = 导入回收需求
setup-requestsWhy = 下载模板填写，或导入自己的 CSV、XLSX 表格
