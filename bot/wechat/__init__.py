"""The WeChat Official Account: callback, replies, API client, menu, quotas and delivery.

Only this package knows WeChat's formats and limits. `channel` is what conversations see of it, `views` is the
callback at `/wechat`, `client` calls WeChat's servers, `delivery` empties the outbox.
"""
