"""Words of the pages that the server renders itself, in Chinese and English."""

from __future__ import annotations

from typing import Final

from app.language import HTML_LANGUAGE, language
from data.domain.errors import Fault

WORDS: Final[dict[str, tuple[str, str]]] = {
    "brand": ("回流", "Huiliu"),
    "planner": ("回流 · 线路规划", "Huiliu · planning"),
    "driver": ("回流 · 司机", "Huiliu · driver"),
    "sign_in": ("登录", "Sign in"),
    "sign_out": ("退出", "Sign out"),
    "username": ("用户名", "User name"),
    "password": ("密码", "Password"),
    "other_language": ("English", "中文"),
    "wrong_login": (
        "用户名或密码不正确。请检查后重新输入。",
        "The user name or password is not right. Check them and try again.",
    ),
    "locked": (
        "登录失败次数过多，此账户已暂时锁定。请在 {minutes} 分钟后重试。",
        "Too many failed sign-ins: this account is locked for now. Try again in {minutes} min.",
    ),
    "fill_in": ("请填写用户名和密码。", "Enter your user name and password."),
    "setup": ("初次设置", "First set-up"),
    "setup_why": (
        "此系统还没有账户。请建立您的单位和第一位管理员。",
        "Nobody has an account here yet. Make your organisation and its first administrator.",
    ),
    "setup_code": ("设置码", "Set-up code"),
    "setup_code_hint": (
        "huiliu serve 启动时会在其输出中显示此码。",
        "huiliu serve prints it when it starts.",
    ),
    "setup_organisation": ("单位名称", "Name of your organisation"),
    "setup_kind": ("单位类型", "Kind of organisation"),
    "kind_sorting_centre": ("分拣中心", "Sorting centre"),
    "kind_cooperative": ("供销合作社", "Supply and marketing cooperative"),
    "kind_carrier": ("运输单位", "Carrier"),
    "setup_name": ("您的姓名", "Your name"),
    "setup_password_hint": (
        "至少 10 个字符，不能主要由用户名构成。",
        "At least 10 characters, and not mostly the user name.",
    ),
    "setup_again": ("再次输入密码", "Password again"),
    "setup_submit": ("建立并登录", "Make it and sign in"),
    "setup_wrong_code": (
        "设置码不正确。请在运行 huiliu serve 的窗口或日志中查看。",
        "The set-up code is not right. Look where huiliu serve runs, or in its log.",
    ),
    "setup_fill_in": ("请填写所有栏目。", "Fill in every field."),
    "setup_differ": ("两次输入的密码不一致。", "The two passwords differ."),
    "setup_A123": (
        "此用户名不能使用。请用字母、数字、点、横线或下划线，最多 64 个字符。",
        "This user name cannot be used. Use up to 64 letters, digits, dots, dashes or underscores.",
    ),
    "setup_A124": (
        "此密码太短、太单调，或主要由用户名构成。请用至少 10 个字符。",
        "This password is too short, repeats itself, or is mostly the user name. Use 10 characters or more.",
    ),
    "driver_today": ("我今天的路线", "My routes today"),
    "driver_route": ("路线 {number} · {plate}", "Route {number} · {plate}"),
    "driver_none": (
        "今天还没有发布给您的路线。请稍后刷新，或联系调度员。",
        "No route has been published for you today. Reload later, or ask the dispatcher.",
    ),
    "own_account": ("密码和登录设备", "Password and devices"),
    "no_script": (
        "此页面需要 JavaScript。请在浏览器设置中启用后刷新。",
        "This page needs JavaScript. Switch it on in the browser's settings, then reload.",
    ),
    "not_built": ("页面程序尚未构建", "The pages have not been built yet"),
    "not_built_action": (
        "服务器正在运行，但网页程序还没有构建。请运行 make setup,然后刷新此页。",
        "The server runs, but its pages have not been built. Run make setup, then reload this page.",
    ),
    "back": ("返回首页", "Back to the first page"),
    "code": ("代码", "Code"),
    "fault_401": ("请先登录", "Sign in first"),
    "fault_403": ("您没有此权限", "Your role does not allow this"),
    "fault_404": ("找不到此页面", "There is nothing at this address"),
    "fault_410": ("此链接已失效", "This link no longer works"),
    "fault_429": ("请求过于频繁", "Too many requests"),
    "fault_500": ("系统出错", "Something went wrong"),
    "fault_503": ("服务暂时不可用", "A part of the system is not available"),
    "fault_other": ("请求无法完成", "This could not be done"),
}
"""Key → (Chinese, English)."""

CHINESE_FAULTS: Final[dict[str, str]] = {
    "A102": "您的角色没有此权限。请联系本单位的管理员。",
    "A103": "页面已过期。请返回并刷新页面后重试。",
    "A132": "此系统已经完成设置。请登录，或联系管理员。",
    "A311": "此链接不完整。请从短信或消息中重新打开完整链接。",
    "A312": "此行程链接已过期或已被新的计划取代。请向调度员索取新链接。已在手机上记录的内容不会丢失。",
    "A400": "无法理解此请求。请检查后重新发送。",
    "A403": "您的角色没有此权限。请联系本单位的管理员。",
    "A404": "此地址没有内容。请检查地址，或返回首页。",
    "A405": "此地址不接受这种请求方式。",
    "A413": "发送的内容过大。请分成几部分发送。",
    "A415": "此处不接受这种格式的内容。",
    "A429": "短时间内请求过多。请稍候再试。",
    "A500": "我们的系统出错了，您的数据没有丢失。请重试；如仍出现，请把此代码和时间告知技术支持。",
    "A503": "系统的一部分暂时不可用。请几秒钟后重试。",
    "S201": "数据库暂时无法访问，已保存的内容没有丢失。请几秒钟后重试。",
    "S302": "找不到此方案。请重新打开当天的页面。",
}
"""Faults that a page may show, in Chinese; their English is the fault's own."""


def word(key: str, **values: object) -> str:
    """One word or sentence in the language of this request."""
    chinese, english = WORDS[key]
    return (chinese if language() == "zh" else english).format(**values)


def fault_sentence(fault: Fault) -> tuple[str, str]:
    """What a page says of a fault, and the language that is in."""
    if language() == "zh" and fault.code in CHINESE_FAULTS:
        return CHINESE_FAULTS[fault.code], HTML_LANGUAGE["zh"]
    return f"{fault.cause} {fault.action}", HTML_LANGUAGE["en"]


def fault_title(status: int) -> str:
    """Heading of an error page."""
    key = f"fault_{status}"
    return word(key if key in WORDS else "fault_other")
