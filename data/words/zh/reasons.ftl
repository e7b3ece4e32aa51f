## reason

reason-R201 = 没有车具备所需资质：{ $missing }。
reason-R202 = 比能去的最大的车还多 { $by }。
reason-R203 = { $load } 超过单车上限 { $by }。
reason-R204 = 没有车能开到那里再回来。
reason-R205 = 没有卸货点接收{ $load }。
reason-R206 = 比最远的车能跑的还远 { $by }。
reason-R207 = 时间窗 { $window_end } 关闭，最早 { $earliest } 才能到，晚 { $by }。
reason-R208 = 卸货点 { $window_end } 关门，最早 { $earliest } 才能到，晚 { $by }。
reason-R209 = 班次 { $shift_end } 结束，只跑这一站也要 { $back } 才能回来，晚 { $by }。
reason-R210 = 这一天没有车。
reason-R211 = 最接近的 { $truck } 会错过时间窗 { $by }。
reason-R212 = 最接近的 { $truck } 会在班次结束后 { $by } 才回来。
reason-R213 = 最接近的 { $truck } 按规定休息后会晚 { $by }（法规：连续驾驶 4 小时休息 20 分）。
reason-R214 = 最接近的 { $truck } 会错过午休 { $by }。
reason-R215 = 最接近的 { $truck } 会超载 { $by }。
reason-R216 = 最接近的 { $truck } 上的{ $load }会超限 { $by }。
reason-R217 = 最接近的 { $truck } 会把{ $load }和{ $aboard }混装（不得混装）。
reason-R218 = 最接近的 { $truck } 当天已装{ $aboard }，不能再装{ $load }。
reason-R219 = 最接近的 { $truck } 来不及在关门前卸货。
reason-R220 = 卸货点 { $facility } 的接收量会超出 { $by }。
reason-R221 = 最接近的 { $truck } 会超出里程上限 { $by }。
reason-R222 = 最接近的 { $truck } 的顺序已锁定。
reason-R223 = 最接近的 { $truck } 没有资质：{ $missing }。
reason-R224 = 最接近的 { $truck } 没有路可到。
reason-R225 = { $truck } 去要多花 { $extra }，超过了不去的代价 { $leaving }。
reason-R251 = { $refusal }
reason-R253 = 坐标离最近的道路 { $snap }，请改正坐标。

## relax

relax-window_end_s = 时间窗推后 { $by } 结束就能排入
relax-window_start_s = 时间窗提前 { $by } 开始就能排入
relax-shift_end_s = { $truck } 的班次延长 { $by } 就能排入
relax-break_end_s = { $truck } 的午休推后 { $by } 就能排入
relax-facility_window_end_s = 卸货点多开 { $by } 就能排入
relax-range_m = { $truck } 一次充满电多跑 { $by } 就能排入
relax-max_distance_m = { $truck } 多跑 { $by } 就能排入
relax-max_duration_s = { $truck } 多出车 { $by } 就能排入
relax-capacity = { $truck } 多装 { $by } 就能排入
relax-load_cap = 单车上限提高 { $by } 就能排入
relax-intake = 卸货点多收 { $by } 就能排入
relax-skills = { $truck } 取得资质就能排入
relax-vehicles = 再有一辆 { $truck } 这样的车就能排入
relax-penalty = 优先级再高 { $by } 就能排入
relax-window_end_s-shift_end_s = 时间窗和 { $truck } 的班次都推后 { $by } 就能排入
relax-facility_accepts = 有卸货点接收这类物料就能排入

## load

load-appliance = 家电
load-battery = 电池
load-recyclable = 低值可回收物
load-vehicle = 报废车
load-mixed = 多种物料

## class

class-van = 厢式货车
class-truck_4t = 轻型货车 4.5 吨
class-truck_8t = 中型货车 8 吨
class-truck_18t = 重型货车 18 吨
class-battery_truck = 锂电池专用车 4.5 吨
class-flatbed_8t = 清障平板车 8 吨

## skill

skill-lithium = 锂电池运输资质
skill-damaged_battery = 破损电池资质
skill-two_person = 双人
skill-appliance_fitter = 家电拆装
skill-flatbed = 平板

## fault

fault-A211 = 这一天没有待排的回收需求。录入或导入需求。
fault-A212 = 这个分拣中心没有可用的车。录入或导入车辆和班次。
fault-A213 = 这个分拣中心还没有道路网。导入道路并选给它。
fault-A214 = 道路网还没有导入。在“路网”页上传。
fault-A248 = 一份证书已过期，规划时不再算数。续证后填写新的日期。
fault-A246 = 这一天不收运。换一天，或修改日历。
fault-A247 = 这一天所有的车都休息，或没有人能开。换一天，或修改日历、司机的上班时间。



## fault

fault-A413 = 文件太大，没有上传。去掉图片和空表，分成几份，或请管理员调高 HUILIU_MAX_UPLOAD_MB。
fault-A266 = 有需求要用到这一项，但没有一辆车做得到，这些需求会排不进去。在车辆（证书还要在司机）里勾选。
fault-A265 = 没有一辆车有司机。新增司机，再在车辆里选上。
fault-S311 = 方案还没有算完。等它完成，或重新规划。
fault-S312 = 方案违反规则，不能发布。重新规划。
fault-S313 = 有需求在规划之后变了。重新规划。
fault-S314 = 已发布的方案已经有司机开始。保留它，或先跑完。
fault-S315 = 方案里有车或司机在规划之后停用、休息或离职了。重新规划，或把它改回来。



## fault

fault-W103 = 队列暂时连不上；方案已保存，恢复后自动开始。
fault-W201 = 规划三次中断。重新规划；需求太多时分批。
fault-W202 = 规划超时，已结束。减少需求，或换更快的机器。
fault-W203 = 这一天的地点太多。分成几批规划。
fault-W204 = 分拣中心离道路太远。改正它的坐标，或选覆盖它的道路网。
fault-W206 = 分拣中心没有可用的车。添加一辆，或恢复一辆。
fault-W208 = 算出的方案违反规则，没有保存。重新规划，并告诉管理员。
fault-W212 = 锁定的路线因道路或需求有变，已经违反规则。解除锁定，或从中移出一个停靠点，再规划。
fault-W213 = 车上的货在它（或司机）下班前来不及卸。延长班次、司机的上班时间或卸货点的营业时间，或标明这辆车不能再用。
fault-W209 = 程序出错，规划没有完成。重新规划；若再次出现，告诉管理员。
