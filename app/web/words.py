"""Words of the few pages the server renders itself, in Chinese and English, and whose turn it is."""

from __future__ import annotations

from typing import Final

from flask import g, request
from flask_login import current_user

LANGUAGES: Final = ("zh", "en")
DEFAULT_LANGUAGE: Final = "zh"
LANGUAGE_COOKIE: Final = "huiliu_language"
HTML_LANGUAGE: Final = {"zh": "zh-CN", "en": "en"}

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
        "登录失败次数过多,此账户已暂时锁定。请在 {minutes} 分钟后重试。",
        "Too many failed sign-ins: this account is locked for now. Try again in {minutes} min.",
    ),
    "fill_in": ("请填写用户名和密码。", "Enter your user name and password."),
    "no_script": (
        "此页面需要 JavaScript。请在浏览器设置中启用后刷新。",
        "This page needs JavaScript. Switch it on in the browser's settings, then reload.",
    ),
    "not_built": ("页面程序尚未构建", "The pages have not been built yet"),
    "not_built_action": (
        "服务器正在运行,但网页程序还没有构建。请运行 make setup,然后刷新此页。",
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
    "link_gone": (
        "此行程链接已过期或已被新的计划取代。请向调度员索取新链接。已在手机上记录的内容不会丢失。",
        "This link has ended, or a new plan has replaced it. Ask the dispatcher for the new link. "
        "What this phone has recorded is not lost.",
    ),
    "link_bad": (
        "此链接不完整。请从短信或消息中重新打开完整链接。",
        "This link is not complete. Open the whole link again from the message.",
    ),
}
"""Key → (Chinese, English)."""


def language() -> str:
    """Language of this request: ``?lang=``, then the cookie, the account's, the browser's, Chinese."""
    if "language" not in g:
        account = current_user.language if current_user.is_authenticated else None
        wishes = (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE), account)
        chosen = next((wish for wish in wishes if wish in LANGUAGES), None)
        g.language = chosen or _accepted() or DEFAULT_LANGUAGE
    return str(g.language)


def _accepted() -> str | None:
    for tag, _quality in request.accept_languages:
        primary = tag.split("-")[0].lower()
        if primary in LANGUAGES:
            return primary
    return None


def word(key: str, **values: object) -> str:
    """One word or sentence in the language of this request."""
    chinese, english = WORDS[key]
    return (chinese if language() == "zh" else english).format(**values)


def fault_title(status: int) -> str:
    """Heading of an error page."""
    key = f"fault_{status}"
    return word(key if key in WORDS else "fault_other")
