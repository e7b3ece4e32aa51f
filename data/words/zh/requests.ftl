## nav

nav-requests = 需求
nav-sites = 站点
nav-fleet = 车辆和司机
nav-calendars = 日历
nav-roads = 路网

## requests

requests-title = 回收需求
requests-add = 新增需求
requests-edit = 修改需求 { $ref }
requests-import = 导入表格
requests-until = 到
requests-search = 搜索编号、名称、地址
requests-any = 全部
requests-state = 状态
requests-condition = 物品状况
requests-none = 没有符合条件的需求。新增一条，导入表格，或换一个日期。
requests-cancel = 取消需求
requests-reopen = 恢复
requests-cancelMany = 取消选中的 { $n } 条
requests-moveMany = 改到这一天
requests-choose = 选择 { $ref }
requests-chooseAll = 选择本页全部
requests-chosen = 已选 { $n } 条
requests-standing = 每周重复
requests-views = 按日期，或每周重复
requests-day = 按日期
requests-savedLook = 需求 { $ref } 已保存，请再看一下

## standing

standing-none = 还没有每周重复的需求。点“新增需求”，勾选“每周重复”，选好星期几。
standing-edit = 修改每周重复的需求 { $ref }
standing-weekdays = 星期几
standing-and = 、
standing-everyWeeks = 每几周一次
standing-every = 每 { $n } 周一次
standing-first = 从哪天起
standing-last = 到哪天为止
standing-lastHint = 可不填，一直重复
standing-starts = 第一次：{ $date }，{ $weekday }
standing-dates = 起止
standing-open = 不限
standing-next = 下一次
standing-ended = 已停止
standing-stop = 停止
standing-stopOne = 停止每周重复的需求 { $ref }
standing-stopWhat = 今天是最后一天，以后可以恢复。已经生成的需求会保留；不需要的，请在那一天的列表里取消。
standing-resume = 恢复
standing-resumeOne = 恢复每周重复的需求 { $ref }
standing-removeOne = 删除每周重复的需求 { $ref }
standing-removeWhat = 不再重复，也不能恢复。已经生成的需求会保留；不需要的，请在那一天的列表里取消。
standing-noWeekday = 至少选一个星期几
standing-endsBefore = 结束日期早于开始日期
standing-never = 到这一天为止，没有一天是所选的星期几

## fault

fault-A244 = 这个编号已经有了。换一个编号，或修改原来的那条。

## requests

requests-actions = 操作

## form

form-save = 保存
form-saveAnother = 保存并再加一个
form-edit = 修改
form-add = 添加
form-remove = 删除
form-ref = 编号
form-refHint = 可不填，自动生成
form-name = 名称
form-address = 地址
form-note = 备注
form-date = 日期
form-window = 可上门时间
form-windowHint = 可不填，如 08:00-12:00;14:00-17:00
form-badSpans = 时间要写成 08:00-12:00，几段之间用分号隔开
form-priority = 优先级（0–100）
form-mandatory = 必须收
form-place = 地点
form-placeSearch = 搜索已有站点
form-placeOwn = 不是已有站点，用下面的坐标
form-position = 坐标（经度, 纬度），或在地图上点一下
form-badPosition = 请填写经度和纬度两个数，如 109.978, 27.550
form-swapped = 看起来是先纬度后经度，已经对调
form-datum = 坐标系

## datum

datum-wgs84 = WGS-84（GPS）
datum-gcj02 = GCJ-02（高德、腾讯）
datum-bd09 = BD-09（百度）

## form

form-items = 物品
form-material = 物料
form-quantity = 数量
form-packing = 包装（如：防爆箱，填蛭石）
form-addItem = 再加一种
form-removeItem = 去掉第 { $n } 种

## lithium

lithium-critical = 危急电池不得收运：有热失控风险。不要移动，隔离在室外、远离可燃物，联系专业人员现场处理；处理好后再录入。
lithium-damaged = 破损或无法判定的电池：只由持证车辆和司机收运，请写明怎么包装。

## import

import-title-requests = 导入回收需求
import-title-sites = 导入站点
import-title-vehicles = 导入车辆
import-title-drivers = 导入司机
import-how = 选择 CSV 或 XLSX 文件。先预览，确认后才保存；编号相同的会更新，重复导入不会变多。
import-template = 下载模板
import-choose = 选择文件
import-reading = 正在读取…
import-sheet = 工作表
import-columns = 列的对应
import-column = 内容
import-header = 表格里的列
import-noColumn = 不用
import-firstRow = 第一行
import-needed = 必填
import-would = { $rows } 行：新增 { $imported }，更新 { $updated }，不变 { $unchanged }，有问题 { $bad } 行
import-keep = 导入 { $n } 条
import-keepNothing = 没有可以导入的
import-keeping = 正在导入…
import-done = 已导入：新增 { $imported }，更新 { $updated }，不变 { $unchanged }。
import-doneBad = { $bad } 行有问题，没有导入。下载它们，改正后重新上传。
import-bad = 有问题的行
import-badFile = 下载有问题的行
import-doubts = 已接受，请再看一眼
import-row = 行
import-cell = 列
import-given = 写的是
import-why = 问题
import-map = 有问题的地点
import-another = 再导入一个文件
import-planDay = 去规划 { $day }
import-toRequests = 查看需求

## row

row-I204 = 读不懂，或超出范围。应为：{ $expects }
row-I205 = 空着。应为：{ $expects }
row-I206 = 没有这个分拣中心、站点、物料或司机
row-I207 = 这个编号在表里出现了两次
row-I208 = 没有名称
row-I209 = 缺少日期，或者既没有站点也没有坐标
row-I210 = 单件重量超过 2 t
row-I211 = 这条需求已经收过或取消了，请用新编号
row-I212 = 与同一编号的上一行矛盾
row-I213 = 已发布的方案要去收它；先重新规划那一天
row-I214 = 经纬度写反了，或同一个数写了两次
row-I215 = 地点不在分拣中心的道路范围内；检查数字和坐标系
row-I216 = 离最近的道路很远；在地图上看一下
row-I217 = 与另一行的地点、客户、日期和物品都相同；重复的请去掉一行
row-I218 = 没有写破损电池怎么包装
row-I219 = 危急电池不得收运：隔离在室外，联系专业人员
row-I220 = 分拣中心不接收这类物品
