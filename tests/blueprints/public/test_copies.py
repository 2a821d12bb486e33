"""Which stories are alike, and what passes in a flood of copies."""

from blueprints.public.crowd import MOST, Crowd
from domain.tips.alike import runs_of

FLOOD = "Có người ở {} xưng là công an gọi điện đòi tiền, lấy của nhà tôi {} triệu, xử lý giùm"
OWN_WORDS = [
    "Sáng nay má tôi nghe điện thoại xong ra tiệm vàng bán sợi dây chuyền, ai hỏi cũng không nói",
    "Quán nước đầu cầu tối nào cũng có đám thanh niên tụ lại lắc bầu cua tới khuya",
    "Con tôi bấm vô đường dẫn trúng thưởng rồi mất hết tiền trong thẻ, giờ không biết làm sao",
    "Có người gọi xưng là công an, đòi tiền tôi, tôi cúp máy rồi nhưng còn sợ lắm mấy chú ơi",
]


def test_numbers_marks_and_links_do_not_make_a_copy_another_story():
    one = runs_of("Gọi 0901 rồi vào http://lua-dao-nhanh.example nhận 5 triệu")
    other = runs_of("goi 0777 roi vao http://quatangmoi.example nhan 90 trieu")
    assert one == other != set()
    assert runs_of("") == set() and runs_of("🙂") == set()
    assert len(runs_of("trộm gà")) == 1


def _send(crowd, story, at=0.0, key=b"0", from_size=10):
    return crowd.add(key, story, at, from_size=from_size)


def test_a_few_neighbours_who_say_the_same_are_no_flood():
    crowd = Crowd(3600.0)
    assert [_send(crowd, FLOOD.format("chợ", n)) for n in range(10)] == [0.0] * 10
    assert _send(crowd, FLOOD.format("chợ", 99)) == 1.0


def test_own_words_pass_in_a_flood_that_tells_of_the_same_kind_of_thing():
    crowd = Crowd(3600.0)
    places = ["chợ Thầy", "bến đò", "trường học", "nhà văn hóa"]
    parts = [_send(crowd, FLOOD.format(places[n % 4], n)) for n in range(200)]
    assert min(parts[14:]) > 0.6
    assert max(_send(crowd, story) for story in OWN_WORDS) < 0.5


def test_a_flood_of_another_desk_or_of_the_hour_before_is_not_felt():
    crowd = Crowd(3600.0)
    for n in range(50):
        _send(crowd, FLOOD.format("chợ", n))
    assert _send(crowd, FLOOD.format("chợ", 1), key=b"1") == 0.0
    assert _send(crowd, FLOOD.format("chợ", 1), at=3601.0) == 0.0


def test_what_is_remembered_stays_small_and_can_be_forgotten():
    crowd = Crowd(3600.0)
    for n in range(MOST + 50):
        _send(crowd, f"tin thứ {n} của một cái máy nào đó")
    assert len(crowd._held[b"0"]) == MOST
    crowd.forget_all()
    assert _send(crowd, "tin thứ 1 của một cái máy nào đó", from_size=0) == 0.0
