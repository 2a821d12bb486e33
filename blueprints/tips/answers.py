"""Sentences that an officer may begin a message to a villager with.

They are the villager's to read. No tip keeps the language it was sent in, so they are Vietnamese
whatever the officer's own pages speak.
"""

ANSWERS = (
    "Công an đã nhận tin. Cảm ơn đã báo sớm.",
    "Chuyển tiền lúc mấy giờ, qua ngân hàng nào?",
    "Còn hình chụp màn hình hay biên lai chuyển tiền thì gửi thêm ở đây giúp.",
    "Đừng chuyển thêm tiền, đừng bấm thêm đường link nào họ gửi.",
    "Công an đang kiểm tra. Có kết quả sẽ nhắn tại đây.",
    "Muốn làm đơn thì tới trụ sở công an, đem theo biên lai và tin nhắn còn giữ.",
    "Việc này công an đã xử lý xong.",
)
"""None of them asks who or where the person is."""
