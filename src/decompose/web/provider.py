"""Logging in with a provider of identities: out to it, and back with its word."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer

from decompose.errors import UnknownSubjectError
from decompose.page.render import Site
from decompose.services.provider import Begun, Provider
from decompose.web.access import LOGINS_PER_MINUTE, address_of, gate_of
from decompose.web.desk_forms import HEADERS
from decompose.web.workspace import Workspace

OUT, BACK = "/desk/oidc", "/desk/oidc/callback"
ON_THE_WAY = "decompose_login"
_WAY_SECONDS = 600


def provider_router(workspace: Workspace, site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    door = _Door(workspace, site)
    router.add_api_route(OUT, door.out, methods=["GET"], response_class=Response)
    router.add_api_route(BACK, door.back, methods=["GET"], response_class=Response)
    return router


@dataclass(frozen=True)
class _Door:
    workspace: Workspace
    site: Site

    def out(self, request: Request) -> Response:
        """To the provider; the browser keeps what it needs to be known when it comes back."""
        gate_of(request).limits.take("login", address_of(request), LOGINS_PER_MINUTE)
        address, begun = self._provider().begin(self._back_to(request))
        response = RedirectResponse(address, 303, HEADERS)
        response.set_cookie(
            ON_THE_WAY,
            self._signed().dumps({"begun": begun.as_words(), "next": inside(request.query_params.get("next", ""))}),
            max_age=_WAY_SECONDS,
            path=OUT,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    def back(self, request: Request) -> Response:
        """A new session for whoever the provider vouches for."""
        gate = gate_of(request)
        gate.limits.take("login back", address_of(request), LOGINS_PER_MINUTE)
        begun, target = self._begun(request)
        guest = self._provider().finish(begun, str(request.url), self._back_to(request))
        session = gate.opened_for(self.workspace.access.welcome(guest))
        response = RedirectResponse(target, 303, HEADERS)
        response.delete_cookie(ON_THE_WAY, path=OUT, httponly=True, samesite="lax")
        gate.keep(request, response, session)
        return response

    def _provider(self) -> Provider:
        provider = self.workspace.provider
        if provider is None:
            raise UnknownSubjectError("nobody vouches for people here; log in with a token")
        return provider

    def _back_to(self, request: Request) -> str:
        """The address that the provider must know of us."""
        return (self.site.url or str(request.base_url).rstrip("/")) + BACK

    def _begun(self, request: Request) -> tuple[Begun | None, str]:
        """What the browser was sent with, and the page that it wanted."""
        try:
            kept = self._signed().loads(request.cookies.get(ON_THE_WAY, ""), max_age=_WAY_SECONDS)
        except BadSignature:
            return None, "/desk"
        return Begun(**kept["begun"]), kept["next"]

    def _signed(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.workspace.access.signing_key(), salt="login")


def inside(target: str) -> str:
    """An address of this site behind the door, or the desk: nobody is led elsewhere by a login."""
    is_ours = target.startswith(("/desk", "/batches")) and not set(target) & {"\\", "\n", "\r", "\t"}
    return target if is_ours else "/desk"
