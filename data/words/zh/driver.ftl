## driver

driver-title = 回流 · 司机
driver-opening = 正在打开今天的路线…
driver-nothing = 这部手机上还没有路线。有信号时再打开一次。
driver-again = 再试一次
driver-menu = 菜单
driver-doneOf = { $all } 站中已处理 { $done } 站
driver-next = 下一站
driver-tab-stop = 下一站
driver-tab-list = 列表
driver-tab-map = 地图
driver-call = 电话
driver-navigate = 导航
driver-cannot = 收不了…
driver-undo = 撤销
driver-toNext = 去下一站
driver-back = 返回
driver-window = 时间窗
driver-aboard = 车上（计划）
driver-restAt = { $at } 休息
driver-restFor = 至少休息 { $long }，连续驾驶不得超过 4 小时。
driver-check = 出车前检查：轮胎、灯、灭火器、吸附棉、绝缘手套。
driver-bring = 回到分拣中心过磅、卸空。
driver-over = 今天的路线跑完了
driver-overSum = 已收 { $done } 站，未收 { $failed } 站。
driver-overKeep = 有待上传的内容时，请在有信号的地方打开本页。

## step

step-arrive = 我已到达
step-weigh = 装好了，称重
step-finish = 完成
step-unload = 卸完了
step-rest = 开始休息
step-resume = 休息结束
step-leave = 检查完毕，出发
step-return = 已回到中心

## strip

strip-offline = 没有信号。
strip-kept = { $n } 条存在手机上，待上传。
strip-lastSent = 上次送达 { $at }
strip-sending = 正在上传，还剩 { $n } 条
strip-look = { $n } 条上报需要看一下
strip-refused = 手机不让保存数据：请保持有信号，上报后等到“已送达”再关闭本页。
strip-changed = 路线有变：+{ $added } −{ $removed }，点开看
strip-afterThis = 做完这一站后生效。

## changed

changed-title = 路线有变
changed-held = 您手上的这一站不变，做完后换成新路线。
changed-old = 原来
changed-new = 现在
changed-other = 由别的车去
changed-nobody = 今天不去
changed-order = 顺序变了，按新列表走。
changed-home = 不出车
changed-ok = 知道了

## strip

strip-ended = 链接已失效或有了新方案：向调度要新链接。

## keypad

keypad-title = 实收重量
keypad-planned = 计划 { $kg }
keypad-back = 删除一位
keypad-done = 完成 · { $kg } kg
keypad-unweighed = 完成，未称重

## reasons

reasons-title = 为什么收不了？

## navigation

navigation-title = 用哪个地图导航？
navigation-amap = 高德地图
navigation-baidu = 百度地图
navigation-tencent = 腾讯地图
navigation-geo = 手机默认地图

## mark

mark-kept = 待上传
mark-received = 已送达
mark-look = 需要看一下

## outbox

outbox-title = 上报记录
outbox-waiting = { $n } 条待上传。有信号时会自动上传。
outbox-all = 全部已送达。
outbox-none = 还没有上报。
outbox-send = 现在上传
outbox-sending = 正在上传…

## menu

menu-fetched = { $at } 更新
menu-refresh = 更新路线
menu-location = 本页不上传您的位置。

## map

map-sketch = 这部手机画不出地图，只画路线和站点。

## list

list-comma = ，
