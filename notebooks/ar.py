# %% [markdown]
# # الخلاصة
# تسأل هذه الدراسة: كيف أطّرت نصوص صحفية عربية انضمام الحكومة السورية إلى التحالف الدولي ضد داعش، وخطوات سبقته؟ قُسم كل نص إلى وحدات، والوحدة جملة أو عنوان أو بند في قائمة كما نُشر، ثم رُمّزت كل وحدة وفق دليل مكتوب يستطيع أي قارئ أن يراجعه ويعترض عليه.
#
# وهذه الصفحة خلاصة كُتبت بالعربية، وأرقامها من المصدر الذي يقرأ منه [التقرير الكامل بالإنجليزية](index.html#brief). وتحت كل خطوة ما يقود من الرقم إلى الجدول الذي جاء منه.

# %%
from pathlib import Path
from textwrap import fill

from framing.arabic import (
    OVERVIEW,
    appraisal_table,
    frames_table,
    lead_table,
    machine_table,
    overview_table,
    rule_table,
    stance_table,
    texts_table,
    voices_table,
)
from framing.citation import cited, read_citation
from framing.figures import overview
from framing.overview import alt_overview, overview_answer, overview_rows
from framing.prose_ar import expectations_met, hangs_on_rule, led, lowest_to_highest, one_or_between
from framing.show import answer, caution, numbers, say, show_figure, show_table, table
from framing.wording import ARABIC

rows = overview_rows(table("profiles"), table("stance_profiles"), table("frame_profiles"), table("attributed_profiles"))
say(
    f"**الجواب في سطر، عن النصوص الستة.** {overview_answer(rows, OVERVIEW)}"
    "\n\n**وما مدى الثقة به؟** قرأ نموذج لغوي واحد الوحدات كلها مرتين وفق الدليل، ثم حُسم ما اختلفت فيه القراءتان. وأيًّا تكن القراءة المأخوذ بها في كل وحدة، تبقى النبرة الغالبة كما هي في هذا العدد من النصوص: {n_leads_unmoved}. "
    "غير أن القراءتين لنموذج واحد. وجُرّبت على الرموز نفسها قواعد أخرى للنبرة، عددها {n_rules_other}، وعدد النصوص التي لا تتغيّر نبرتها الغالبة بأي قاعدة منها: {n_leads_by_any_rule}. "
    "وللمشروع مرمّز آلي وافق الترميز على النبرة الغالبة في هذا العدد منها: {n_same_lead_accurate}. وعدد من رمّز هذه الوحدات من الناس: {n_people}."
)
show_figure(
    overview(rows, OVERVIEW, numbers()["n_people"]["value"]),
    "overview-ar",
    alt_overview(rows, OVERVIEW),
    overview_table(rows),
    words=ARABIC,
)
caution("لكل مصدر هنا نص واحد. فغلبة نبرة على نص لا تعني أن منبره الإعلامي ينحاز إليها، ولا أن النص مصيب أو مخطئ.", words=ARABIC)

# %% [markdown]
# ## خمسة أسئلة وأجوبتها
# حُددت الأسئلة قبل هذا الترميز. غير أن ترميزًا تجريبيًا سبقه وفق إصدار أقدم من الدليل، وكانت نتيجته معروفة حين نُقّح.
#
# نسمّي **النبرة** (<bdi lang="en">posture</bdi>) الوجه الذي تتناول به الجملة موضوعها: أتشكّك وتلوم، أم تستحسن، أم تفسّر وتوازن، أم تكتفي بالإخبار. ونسمّي **الموقف** (<bdi lang="en">stance</bdi>) ما تقوله مع الخطوة أو ضدها. وهما أمران: فقد تنقل جملةٌ رفضًا صريحًا للخطوة بلا كلمة تقييم واحدة، فتكون نبرتها إخبارية وموقفها معارِضًا.
#
# وفي الجداول عمودان يتكرران. **بالقرعة**: لكل وحدة قراءتان، فإذا أُخذ رمزها بالقرعة من إحداهما وأعيد ذلك مرات كثيرة، وقعت الحصة في هذه الحدود في خمس وتسعين من كل مئة مرة. والحصة المذكورة إلى جانبها محسوبة بعد حسم ما اختلفت فيه القراءتان، فقد تقع على طرف هذه الحدود أو خارجها. و**وحدات تنقضه**: أقل عدد من الوحدات لو رُمّز ترميزًا آخر لما بقي في الصدارة واحد بعينه.

# %%
first = table("overturning")
leads = first.query("answer == 'lead'")
specifications = table("specifications_summary").query("question == 'main'").rename(columns={"article_id": "group"})
answer(
    "أي نبرة تغلب على كل نص؟",
    led(first, "lead") + " والفارق بين النبرة الغالبة وما يليها، بالوحدات: " + lowest_to_highest(leads, "margin_units", "lead_units") + ".",
    data=lead_table(first, "lead", "النبرة الغالبة"),
    caption="النبرة الغالبة على كل نص",
    sure="أيّ القراءتين أُخذ بها في كل وحدة، ولا شيء غير ذلك: لا قارئًا آخر، ولا مقالًا آخر من المصدر نفسه. وثبات النبرة بين القراءتين (معامل ألفا لكريبندورف، والواحد اتفاق تام): {stability_posture}، ومجاله بإعادة سحب الوحدات من {stability_posture_low_over_units} إلى {stability_posture_high_over_units}، وبإعادة سحب كتل من وحدات متجاورة من {stability_posture_low} إلى {stability_posture_high}. وهو ثبات قارئ واحد، لا اتفاق بين الناس.",
    overturn="قراءة أخرى لوحدات عددها في العمود الأخير. "
    + hangs_on_rule(table("variants"))
    + " ثم إن للقياس صورًا أخرى معقولة: مرمّز غير المرمّز، أو قاعدة غير القاعدة، أو ترك العناوين، أو ترك ما يُشكّ فيه. عدد ما جُرّب منها {spec_n}، وعدد ما بقيت فيه النبرة ذاتها غالبة وحدها: "
    + lowest_to_highest(specifications, "n_leads", "spec_lead")
    + ".",
    words=ARABIC,
)

# %%
answer(
    "أمنسوبٌ ما في النص من تقييم أم غير منسوب؟",
    "عدد الوحدات التي فيها تقييم: {n_appraisal}. والمنسوب منها إلى مصدر: {attributed_appraisal}%؛ فإن لم يُحسب إلا مصدر تذكره الوحدة نفسها: {attributed_appraisal_named}%. وما بقي كلام لم يُنسب إلى أحد.",
    data=appraisal_table(table("posture_by_text_and_attribution"), table("attributed_profiles"), first),
    caption="الوحدات التي فيها تقييم، منسوبًا وغير منسوب، والمنسوب من وحدات النص كلها",
    sure="أيّ القراءتين أُخذ بها في كل وحدة: بين {attributed_appraisal_low}% و{attributed_appraisal_high}%. ولا يشمل المجال غير ذلك، ولا قاعدة الترميز التي تُبقي المصدر قائمًا من وحدة إلى ما بعدها.",
    overturn="عدد الوحدات المقيِّمة التي تكفي نسبتها إلى صاحب آخر ليصير المنسوب نصفها: {attributed_appraisal_tip}. وفي النص المعاد نشره، ما لم يُنسب إلى أحد ليس بالضرورة كلام ناشره.",
    words=ARABIC,
)
show_table(voices_table(table("voice_by_text")), "وحدات كل نص بحسب صاحب الكلام، أفيها تقييم أم لا")

# %%
answer(
    "أمع الخطوة أم ضدها؟",
    "الموقف الأكثر ورودًا من الخطوة التي كُتب عنها كل نص، وهي في [جدول النصوص](#ar-2): " + led(first, "stance"),
    data=stance_table(first, table("stance_profiles")),
    caption="الموقف من الخطوة في كل نص",
    sure="أيّ القراءتين أُخذ بها في كل وحدة. وثبات هذا الرمز بين القراءتين: {stability_stance}، ومجاله من {stability_stance_low_over_units} إلى {stability_stance_high_over_units} بسحب الوحدات، ومن {stability_stance_low} إلى {stability_stance_high} بسحب الكتل.",
    overturn="إعادة ترميز وحدات عددها في العمود الأخير: "
    + lowest_to_highest(first.query("answer == 'stance'"), "tipping_units", "stance_tip")
    + ". ويُحسب الموقف أيًّا كان صاحبه، النص أو من ينقل عنه؛ ومن لا يحسب إلا موقف النص نفسه يخرج بأرقام أخرى.",
    words=ARABIC,
)

# %%
answer(
    "أي إطار أكثر ورودًا؟",
    "الإطار هو الشأن الذي تجعله الجملة موضوعها. وأكثر الأطر ورودًا: " + led(first, "frame"),
    data=lead_table(first, "frame", "الإطار الأكثر ورودًا"),
    caption="الإطار الأكثر ورودًا في كل نص",
    sure="أيّ القراءتين أُخذ بها في كل وحدة. وما قلّت وحداته من الأطر لا يُعرف ثباته.",
    overturn="إعادة ترميز وحدات عددها في العمود الأخير: "
    + lowest_to_highest(first.query("answer == 'frame'"), "tipping_units", "frame_tip")
    + ". وقد تحمل الوحدة أكثر من إطار أو لا تحمل شيئًا من الأطر، فتنزع إعادةُ ترميزها الإطارَ الأول وتضع غيره مكانه.",
    words=ARABIC,
)

# %%
answer(
    "أيوافق المرمّز الآلي هذا الترميز؟",
    "للمشروع مرمّز آلي بصورتين، سريعة وأدق، لم تُدرَّب أي منهما على هذه النصوص. حصة الوحدات التي أصاب نبرتها، والواحد يعني كلها: {machine_accurate_accuracy} للأدق، و{machine_fast_accuracy} للسريع. "
    'وبمقياس <bdi lang="en">macro-F1</bdi>، وللنبرات الأربع فيه وزن واحد: {machine_accurate_macro_f1} للأدق و{machine_fast_macro_f1} للسريع، و{machine_majority_macro_f1} لمن يختار النبرة الأشيع دائمًا.'
    "\n\nوإذا طُرح ما تأتي به المصادفة (معامل ألفا) كانت درجة الأدق {machine_alpha_accurate_posture} في النبرة، و{machine_alpha_accurate_voice} في صاحب الكلام، و{machine_alpha_accurate_stance} في الموقف؛ ودرجة السريع {machine_alpha_fast_posture} و{machine_alpha_fast_voice} و{machine_alpha_fast_stance} بهذا الترتيب. "
    "فلا يُبنى على رموزه حكم في نص واحد من غير ترميز يدوي إلى جانبها.",
    data=machine_table(table("machine")),
    caption="درجات المرمّزات في النبرة على وحدات هذه الدراسة",
    sure="أيّ الوحدات من هذه النصوص اتفق أن دخلت الحساب: من {machine_accurate_low} إلى {machine_accurate_high} للأدق، ومن {machine_fast_low} إلى {machine_fast_high} للسريع. ولا يشمل المجال نصوصًا غيرها.",
    overturn="المرجع هنا رموز نموذج لغوي. وإذا قورن الأدق بكل قراءة من القراءتين على حدة "
    + one_or_between(numbers(), "machine_accurate_readings_min", "machine_accurate_readings_max")
    + ". وينقض هذه الدرجات أن يرمّز الوحدات ناس يقرؤونها على غير هذا الوجه، وعدد من رمّزها منهم إلى الآن: {n_people}.",
    words=ARABIC,
)

# %%
expected = table("expectations")
say(
    "**وماذا عن التوقعات؟** صيغت بعد قراءة النصوص، وعددها {n_expected}. ما تحقق منها وفق الترميز: {n_hold_coded}، أي "
    + expectations_met(expected, "holds_coded")
    + "؛ ووفق المرمّز الآلي الأدق: {n_hold_accurate}، أي "
    + expectations_met(expected, "holds_accurate")
    + ". ولو وُزّعت أربع نبرات على أربعة نصوص عشوائيًا لصحّت كلها مرة واحدة من كل أربع وعشرين."
)

# %% [markdown]
# ## الحدث والنصوص
# أُعلن انضمام الحكومة السورية إلى التحالف الدولي ضد داعش في تشرين الثاني/نوفمبر 2025، وسبقته خطوات كُتب عن بعضها قبل ذلك بأشهر. والمقالات ملك لناشريها، فليس في هذه الصفحة ولا في المستودع جملة منها. وفي [القسم الثاني من التقرير بالإنجليزية](index.html#texts) ما تحويه الصفحات المحفوظة مما ليس من المقال، كالقوائم والإعلانات.

# %%
say("عدد النصوص: {n_texts}، في صفحات محفوظة عددها {n_dumps}. وما نُشر منها قبل شهر الإعلان: {n_before_event}. وعدد الوحدات: {n_units}.")
show_table(texts_table(table("texts")), "النصوص: نوعها ومصدرها وخطوتها وتاريخها وحجمها. حيث لم يُطبع اليوم ذُكر الشهر وحده")

# %% [markdown]
# ## دليل الترميز
# من يقرأ الوحدة ليرمّزها لا يختار نبرتها مباشرة. يجيب عن أسئلة صغيرة في الجملة الرئيسة: هل في صياغتها تقييم، وعلى ماذا يقع، وهل غرضها أن تفسّر؟ ثم تنتج النبرة من الأجوبة بقاعدة لا استثناء فيها. ويسجّل إلى جانب ذلك الموقف من الخطوة، والأطر، وصاحب الكلام. والحدث غير النبرة: فالرفض أو الاعتقال أو الهجوم إذا رُوي بلا لفظ تقييم فلا تقييم فيه، مهما كان ثقيلًا. والدليل كله، بقواعده وتواريخ تعديله، في [القسم الثالث من التقرير بالإنجليزية](index.html#scheme).

# %%
show_table(rule_table(), "كيف تنتج النبرة")
show_table(frames_table(), "الأطر، وقد يجتمع أكثر من واحد منها في وحدة")

# %% [markdown]
# ## ما لا تقوله هذه الدراسة
# - المنبر والنوع والكاتب والمصدر والتاريخ والحدث متلازمة هنا تلازمًا تامًا، فما يميّز نصًا قد يعود إلى أي منها. ومقال الرأي ليس غرفة أخبار، وناقل الخبر ليس قائله.
# - تجمع النبرة بين التقييم وطريقة القول في اختيار واحد؛ وقد نُشرت عناصرها مفرّقة لمن أراد أن يفصل بينهما.
# - كُتب دليل الترميز والمعجم والتوقعات بعد قراءة هذه النصوص، فالأرقام المحسوبة عليها ليست اختبارًا مستقلًا لها.
# - رموز هذه الوحدات كلها من نموذج لغوي يقرأ الدليل أو من المرمّز الآلي. وثبات قارئ واحد على قراءته ليس دليلًا على صحتها.
# - لا يُقال هنا شيء عن منبر فوق ما في نصه الواحد، ولا ترتيب للمنابر، ولا حكم على صدق نص أو إنصافه أو انحيازه.
#
# وفي [قسم الحدود](index.html#limits) تفصيل ذلك، وما يصلح له المرمّز الآلي وما لا يصلح له.

# %% [markdown]
# ## كيف تُعاد الدراسة وكيف يُستشهد بها
# تُبنى الجداول والأشكال وهذه الصفحة من الرموز والسمات المنشورة معها بأمر واحد؛ وهي سمات فقدت ترتيب الكلمات، فلا يُستعاد منها نص. ومن كانت عنده الصفحات المحفوظة بدأ منها بالأمر الثاني.
#
# <pre dir="ltr" lang="en" tabindex="0"><code>make
# make CORPUS=&lt;folder&gt;</code></pre>

# %%
say(
    "والجداول في المجلد <code>report/results</code>، والأرقام المسمّاة في <code>report/numbers.json</code>. ويُستشهد بها هكذا:\n\n"
    f'<pre dir="ltr" lang="en" tabindex="0"><code>{fill(cited(read_citation(Path("CITATION.cff"))), 72)}</code></pre>\n\n'
    "وللتفصيل أقسام التقرير بالإنجليزية: [الثبات بين القراءتين](index.html#coders)، و[المرمّز الآلي](index.html#machine)، و[تأطير كل نص](index.html#framing)، و[المنسوب وغير المنسوب](index.html#voices)، و[مسار النص](index.html#course)، "
    "و[صور القياس الأخرى](index.html#specifications)، و[النصوص التي لا منبر لها](index.html#unnamed)، و[إعادة الدراسة](index.html#reproduce)."
)
