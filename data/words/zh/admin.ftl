## nav

nav-routes = 我的路线
nav-people = 人员
nav-keys = 密钥
nav-health = 运行状况
nav-history = 变更记录
nav-account = 密码和登录设备

## organisation

organisation-title = 本单位
organisation-nameZh = 中文名称
organisation-nameEn = 英文名称
organisation-kind = 类型
organisation-sorting_centre = 分拣中心
organisation-cooperative = 供销合作社
organisation-carrier = 运输单位
organisation-contact = 联系人
organisation-phone = 联系电话
organisation-ref = 编号（不能修改）：
organisation-saved = 已保存
organisation-others = 一个单位看不到另一个单位的数据。增加单位要在服务器上运行：

## people

people-add = 添加人员
people-edit = 修改
people-editTitle = 修改：{ $name }
people-none = 还没有人员。
people-username = 用户名
people-usernameHint = 字母、数字、点、横线或下划线
people-name = 姓名
people-role = 角色
people-driver = 对应的司机
people-chooseDriver = 请选择司机
people-lastSignIn = 最近登录
people-never = 从未
people-state = 状态
people-active = 可以登录
people-inactive = 已停用
people-switchOff = 停用
people-switchOn = 启用
people-reset = 重设密码
people-signOut = 在所有设备上退出
people-actions = 操作
people-save = 保存
people-passwordOf = { $name } 的新密码
people-onceOnly = 只显示这一次。请现在抄下并交给本人；之后可在“密码和登录设备”中更改。
people-password = 密码
people-export = 导出数据
people-erase = 删除个人数据
people-eraseTitle = 删除 { $name } 的个人数据？
people-eraseWhat = 姓名、用户名、电话和备注将永久删除，账户不能再登录。已发布方案的里程、时间和重量保留。此操作不能撤销。
people-drivers = 司机的个人数据
people-noDrivers = 还没有司机。
people-phone = 电话
people-left = 已离职

## role

role-what-administrator = 人员、密钥和单位设置，以及调度员的全部工作
role-what-dispatcher = 需求、方案、车辆、站点和道路封闭
role-what-planner = 网点布局研究和站点；可查看方案
role-what-viewer = 只能查看
role-what-driver = 只看自己今天的路线

## keys

keys-add = 新建密钥
keys-hint = 供其他程序调用接口使用，每个程序一把。
keys-name = 用途
keys-none = 还没有密钥。
keys-created = 建立
keys-lastUsed = 最近使用
keys-inForce = 有效
keys-revoked = 已于 { $at } 撤销
keys-revoke = 撤销
keys-revokeTitle = 撤销密钥“{ $name }”？
keys-revokeWhat = 使用它的程序将立即无法访问。此操作不能撤销。
keys-made = 新密钥：{ $name }
keys-onceOnly = 只显示这一次。请现在复制到使用它的程序中。

## health

health-queues = 队列
health-queue = 队列
health-waiting = 等待
health-running = 进行中
health-failed = 近一天失败
health-queueDown = 队列服务没有响应。新方案会先保存，恢复后自动排队。请检查 Redis 或 huiliu serve。
health-queueUnused = 还没有排过方案。
health-workers = 计算进程
health-worker = 计算进程
health-host = 机器
health-lastHeard = 最近消息
health-noWorkers = 没有计算进程在运行，方案会一直等待。请运行 huiliu worker。
health-backup = 最近备份
health-noBackup = 还没有备份。请每晚运行 huiliu backup。
health-database = 数据库
health-networks = 道路网络
health-versions = 版本
health-none = 无

## worker

worker-busy = 计算中
worker-idle = 空闲
worker-started = 刚启动
worker-suspended = 暂停

## history

history-none = 还没有变更。
history-at = 时间
history-actor = 谁
history-action = 做了什么
history-subject = 对象
history-details = 详情
history-more = 更早的

## action

action-user-add = 添加人员
action-user-change = 修改人员
action-user-password = 设置密码
action-user-sign_out = 在所有设备上退出
action-user-export = 导出个人数据
action-user-erase = 删除个人数据
action-driver-export = 导出司机数据
action-driver-erase = 删除司机数据
action-key-add = 新建密钥
action-key-revoke = 撤销密钥
action-organisation-change = 修改单位
action-road-close = 封闭或限行道路
action-road-open = 重新开放道路

## account

account-old = 现在的密码
account-new = 新密码
account-again = 再次输入新密码
account-hint = 至少 10 个字符，不能主要由用户名构成。其他设备会退出登录。
account-differ = 两次输入的新密码不一致。
account-change = 更改密码
account-changed = 密码已更改，其他设备已退出登录。
account-devices = 已登录的设备
account-device = 设备
account-since = 登录于
account-lastSeen = 最近使用
account-here = 此设备
account-end = 退出
account-endOf = 退出：{ $device }

## fault

fault-A104 = 密码不正确。请检查后重新输入。
fault-A105 = 密码错误次数过多，请在 15 分钟后重试。
fault-A123 = 此用户名已被使用或含有不可用的字符。请换一个。
fault-A124 = 此密码太短、太单调，或主要由用户名构成。请用至少 10 个字符。
fault-A127 = 这是最后一位管理员。请先让另一人成为管理员。
fault-A128 = 请选择此账户对应的司机。
fault-S352 = 已发布的方案还要由此司机执行。请先改派，或等当天结束。
