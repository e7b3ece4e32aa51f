## board

board-compare = 比较…
board-keeping = 保留 { $n } 项锁定、固定或指定

## rest

rest-open = 重新规划剩余…
rest-title = 重新规划今天剩余的路线
rest-what = 司机已报告的站点保持不变；其余站点尽量留在原车。结果是一份新草稿，发布后才生效。
rest-why = 原因
rest-reason-truck_out = 车辆退出
rest-reason-urgent_request = 紧急需求
rest-reason-road_closed = 道路封闭
rest-reason-late = 进度落后
rest-which = 退出的车辆
rest-urgentFirst = 当天未排入的需求都会纳入。先添加紧急需求：
rest-toRequests = 回收需求
rest-closedFirst = 已登记的封闭道路会避开。先登记封闭：
rest-toRoads = 道路
rest-stay = 不在车辆之间调换站点
rest-go = 重新规划剩余
rest-carriesOn = 延续已发布的方案，{ $time } 起。
rest-changes = 看有哪些变化

## board

board-editCopy = 另存草稿修改

## figure

figure-stepThrough = 逐个查看违反规则之处 (!)

## list

list-locked = 路线已锁定
list-pinned = 站点已固定在这辆车
list-byHand = 人工调整
list-broken = { $n } 处违规
list-colleague = { $name } 改过

## edit

edit-saving = 正在保存…
edit-undo = 撤销
edit-redo = 重做
edit-moveTo = 移到…
edit-earlier = 提前一站
edit-later = 推后一站
edit-pin = 固定
edit-unpin = 取消固定
edit-leaveOut = 不排入
edit-lock = 锁定路线
edit-unlock = 解锁
edit-reverse = 反向行驶
edit-swap = 与另一辆车互换…
edit-bringIn = 排入…
edit-bringInOn = 排入 { $truck }：{ $cost }
edit-force = 再次规划时必须排入
edit-unforce = 不再必须排入
edit-exclude = 再次规划时不排入
edit-include = 允许排入

## drag

drag-where = 放到一辆车上
drag-own = 现在的车
drag-locked = 已锁定
drag-noRoad = 没有路可到
drag-idle = 还没有出车的车

## move

move-title = 移动“{ $name }”
move-bringIn = 排入“{ $name }”
move-here = 现在在 { $truck }；不去可省 { $saves }。
move-earlier = 提前一站 (Alt+↑)
move-later = 推后一站 (Alt+↓)
move-asking = 正在计算每辆车的价格…
move-nowhere = 没有别的车能到那里。
move-idle = 未出车
move-first = 第一站
move-after = 在“{ $name }”（{ $at }）之后
move-choose = 移到这里
move-locked = 已锁定

## excess

excess-late = 晚 { $by }
excess-over = 超 { $by }

## source

source-law = 法规
source-operator = 企业规定

## rule

rule-R310 = 行驶时间不够
rule-R311 = 没有路可到
rule-R312 = 违反时间窗
rule-R313 = 作业时间不够
rule-R315 = 还没有备好
rule-R316 = 早于班次出车
rule-R317 = 超过班次
rule-R318 = 没有按时午休
rule-R319 = 连续驾驶过久
rule-R320 = 里程过长
rule-R321 = 出车过久
rule-R322 = 电池续航不够
rule-R330 = 超载
rule-R332 = 两类物料不得混装
rule-R333 = 两类物料当天不得同车
rule-R334 = 单车上限超出
rule-R335 = 卸货点不接收
rule-R336 = 卸货点关门
rule-R337 = 卸货点接收量超出
rule-R338 = 回来时车上还有货
rule-R340 = 车没有资质
rule-R341 = 锁定的路线被改动
rule-R342 = 固定的站点换了车

## remedy

remedy-R312 = 提前一站，或换一辆车
remedy-R317 = 把一站移到别的车
remedy-R319 = 把远的一站移到别的车
remedy-R330 = 把一站移到别的车，或多卸一次
remedy-R332 = 换一辆车
remedy-R333 = 换一辆车
remedy-R334 = 换一辆车
remedy-R336 = 提前，或换一辆车
remedy-R337 = 移到卸在别处的车
remedy-R340 = 换一辆有资质的车

## reason

reason-R226 = 人工不排入。

## change

change-undo = 撤销
change-redo = 重做
change-move = { $stop } → { $truck }
change-insert = 排入 { $stop } → { $truck }
change-remove = { $stop } 不排入
change-exclude = { $stop } 不排入
change-include = { $stop } 可再排入
change-force = { $stop } 必须排入
change-unforce = { $stop } 不再必须排入
change-reverse = { $truck } 反向行驶
change-swap = { $truck } 与 { $other } 互换
change-reorder = { $truck } 的新顺序
change-lock_route = 锁定 { $truck }
change-unlock_route = 解锁 { $truck }
change-pin = 固定 { $stop }
change-unpin = 取消固定 { $stop }

## notice

notice-refused = 没有改动：
notice-lockedRoute = { $name } 的路线已锁定。先解锁 (L)，再改动。
notice-pinnedStop = “{ $name }”已固定在它的车上。先取消固定 (P)。
notice-lost = 连接中断，改动没有保存，站点已回到原处。方案是安全的。
notice-again = 再试一次
notice-close = 知道了
notice-news = { $who } 改动了这份草稿：
notice-somebody = 同事
notice-show = 显示新版本

## clash

clash-title = { $who } 先改了这份草稿，您的改动还没有保存。
clash-safe = 两个版本都在，没有丢失。
clash-yours = 您的改动
clash-theirs = 草稿里的改动（已显示）
clash-noUndo = 撤销和重做不会重复：那会动到同事的改动。
clash-mine = 在新版本上再做我的
clash-drop = 放弃我的

## keys

keys-move = 移到…
keys-shift = 提前、推后
keys-lock = 锁定路线
keys-pin = 固定站点
keys-leave = 不排入
keys-undo = 撤销
keys-redo = 重做
keys-violations = 下一处违规

## compare

compare-title = 比较方案
compare-back = 返回方案
compare-with = 与哪一份比较
compare-only = 这一天只有这一份方案。复制一份，改动副本，再来比较。
compare-this = 本方案
compare-other = 对照
compare-difference = 相差
compare-figure = 数字
compare-plans = 当天的方案
compare-duplicate = 复制
compare-open = 打开
compare-moved = 哪些变了
compare-same = 两份方案的路线相同。
compare-served = 新排入
compare-leftOut = 不再排入
compare-routes = 车辆
compare-violations = 违反规则
compare-planName = { $at } { $status }{ $version }

## changes

changes-old = 原来
changes-new = 现在
changes-gone = 去 { $truck }
changes-came = 来自 { $truck }
changes-nobody = 未排入
changes-reordered = 顺序变了
changes-out = 出车 { $from }–{ $to }
changes-atHome = 不出车

## publish

publish-title = 发布方案
publish-what = { $routes } 条路线，{ $served } 个需求；{ $out } 个未排入。
publish-first = 这一天还没有发布过：每位司机会得到自己的路线和链接。
publish-replaces = 替换已发布的第 { $version } 版。链接不变，司机会看到：
publish-unchanged = 司机看不到变化。
publish-then = 发布后上报会实时显示在方案板上。已发布的方案不能改动，只能做新版本。
publish-blocks = { $n } 处违反规则，改正后才能发布。草稿还在。
publish-now = 发布
publish-busy = 正在发布…
publish-blocked = 改正后才能发布。草稿还在。
publish-done = 已发布。

## fault

fault-A251 = 路线已锁定，或站点已固定在它的车上。先解锁。
fault-A252 = 没有可以撤销或重做的。
fault-A253 = 这份方案还没有算完。等它完成。
fault-R420 = 方案里没有这个站点了。刷新后再试。
fault-R422 = 路线变短了，没有这个位置。再放一次。
fault-R423 = 这个站点已经在别处，或已不排入。看一下它现在在哪里。
fault-R425 = 那里没有路。换一辆车，或看看封闭的道路。
