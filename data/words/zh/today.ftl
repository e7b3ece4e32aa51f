## today

today-centre = 分拣中心
today-date = 日期
today-side = 当天的需求和方案
today-viewer = 您的账号只能查看。
today-requested = 回收需求
today-planned = 已排入
today-leftOut = 未排入
today-late = 迟到
today-received = 已过磅
today-receivedMethod = 司机上报的过磅重量之和
today-seconds = 计算时间
today-secondsChoice = { $n } 秒
today-plan = 开始规划
today-open = 打开方案
today-starting = 正在开始…
today-nothingToPlan = 这一天没有回收需求
today-missing = 还缺什么
today-notices = 请留意
today-plans = 当天的方案
today-trucks = { $n } 辆车
today-requests = 回收需求
today-noRequests = 这一天没有回收需求。换一个日期，或录入、导入需求。

## column

column-place = 地点
column-what = 物料
column-window = 时间窗
column-kg = kg
column-litres = L
column-status = 状态

## request

request-open = 待排
request-planned = 已排入
request-collected = 已收
request-failed = 未收成
request-cancelled = 已取消
